package io.rehydrate.audit;

import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlServer;

@ContainerTest
class AuditOnMySqlTest extends AuditOnServer {

  AuditOnMySqlTest() {
    super(MySqlServer.scratch());
  }
}
