package io.rehydrate.run;

/**
 * Where a run writes down what it is about to make outside, so that somebody can remove it should
 * the run die.
 */
public interface ResourceBook {

  /**
   * Called before the thing is made.
   *
   * @return the entry's number, for {@link #gone}
   */
  long add(RunId run, String kind, String name, String detail);

  /** Replaces an entry's detail: what its releaser has to know by now. */
  void detail(long id, String detail);

  /** Called once the thing is certainly removed. */
  void gone(long id);
}
