package io.rehydrate.dehydrate;

import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlServer;

@ContainerTest
class TransientFailureOnMySqlTest extends TransientFailureOnAnyServer {

  TransientFailureOnMySqlTest() {
    super(MySqlServer.scratch());
  }
}
