package io.rehydrate.migrate;

/**
 * Is notified of every statement of the migrations, in the thread that runs them; what it takes is
 * not part of a statement's time.
 */
public interface StatementWatch {

  /**
   * @param file as the ref has it, relative to the migrations folder
   * @param sql as it is sent
   */
  void before(String file, String sql);

  /**
   * @param nanos that the server took
   * @param rows that it reported as affected
   */
  void after(long nanos, long rows, boolean failed);

  /** Of which nobody is notified. */
  static StatementWatch none() {
    return new StatementWatch() {
      @Override
      public void before(String file, String sql) {}

      @Override
      public void after(long nanos, long rows, boolean failed) {}
    };
  }
}
