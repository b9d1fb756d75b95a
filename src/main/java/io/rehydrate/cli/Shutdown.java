package io.rehydrate.cli;

/**
 * What is closed when a signal ends the process: runs are cancelled and released before it goes.
 */
final class Shutdown {
  private Shutdown() {}

  static void with(AutoCloseable closed) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    closed.close();
                  } catch (Exception e) {
                    Terminal.message(
                        "rehydrate: stopping was not clean: " + e.getClass().getSimpleName());
                  }
                },
                "shutdown"));
  }
}
