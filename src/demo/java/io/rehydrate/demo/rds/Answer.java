package io.rehydrate.demo.rds;

/** What an operation found or made, written into its result. */
@FunctionalInterface
interface Answer {
  void write(Xml xml);

  /** Of an operation that has no result. */
  static Answer nothing() {
    return xml -> {};
  }
}
