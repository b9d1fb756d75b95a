package io.rehydrate.source;

/** Some keys, until they are as many as one question takes. */
interface KeyBatch {
  /**
   * @return false where there is no more room, and the key is left for the next one
   */
  boolean add(byte[][] values);

  boolean isEmpty();

  RowQuery question();
}
