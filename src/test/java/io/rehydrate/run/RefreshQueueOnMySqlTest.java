package io.rehydrate.run;

import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlServer;

@ContainerTest
class RefreshQueueOnMySqlTest extends RefreshQueueOnServer {

  RefreshQueueOnMySqlTest() {
    super(MySqlServer.scratch());
  }
}
