package io.rehydrate.dehydrate;

import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlServer;

@ContainerTest
class InterruptionOnMySqlTest extends InterruptionOnAnyServer {

  InterruptionOnMySqlTest() {
    super(MySqlServer.scratch());
  }
}
