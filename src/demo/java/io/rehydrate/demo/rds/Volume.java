package io.rehydrate.demo.rds;

import io.rehydrate.settings.Secret;

/** A cluster's or an instance's data, and the server that serves it while an instance runs. */
interface Volume {
  /** Where the server listens, or will. */
  int port();

  /** Makes another volume, not yet used, hold what this one holds now. */
  void copyTo(Volume other);

  void start();

  void stop();

  /** Makes an account that logs in with this password, as the server's own master user. */
  void setPassword(String user, Secret password);

  /** Ends the server and removes the data. */
  void delete();
}
