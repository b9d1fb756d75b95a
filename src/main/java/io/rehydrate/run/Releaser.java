package io.rehydrate.run;

/** Removes one kind of thing that runs make. Removing what is not there any more is no failure. */
public interface Releaser {

  /** The {@link Resource#kind} that it knows. */
  String kind();

  /** Removes it; when this returns it is certainly gone. Throws where it is not. */
  void release(Resource resource);
}
