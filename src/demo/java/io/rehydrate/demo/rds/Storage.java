package io.rehydrate.demo.rds;

/** Where the data of clusters and instances lies. */
public interface Storage extends AutoCloseable {
  /** A volume without data. */
  Volume empty();

  /** Ends all servers of this storage. */
  @Override
  void close();
}
