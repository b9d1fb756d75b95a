package io.rehydrate.migrate;

import java.sql.Connection;
import java.sql.SQLException;

/** Asks in a session, before anything is written in it, whether it is on the right server. */
@FunctionalInterface
public interface SessionProof {

  /**
   * @throws io.rehydrate.error.RefusedException where it is on another one
   */
  void require(Connection session) throws SQLException;
}
