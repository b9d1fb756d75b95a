package io.rehydrate.mask;

import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlServer;

@ContainerTest
class MasksOnMySqlTest extends MasksOnAnyServer {

  MasksOnMySqlTest() {
    super(MySqlServer.scratch());
  }
}
