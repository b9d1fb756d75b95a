package io.rehydrate.dehydrate;

import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlServer;

@ContainerTest
class DehydrationOnMySqlTest extends DehydrationOnAnyServer {

  DehydrationOnMySqlTest() {
    super(MySqlServer.scratch());
  }
}
