package io.rehydrate.refresh;

import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlServer;

@ContainerTest
class KeptRowsOnMySqlTest extends KeptRowsOnAnyServer {
  KeptRowsOnMySqlTest() {
    super(MySqlServer.target());
  }
}
