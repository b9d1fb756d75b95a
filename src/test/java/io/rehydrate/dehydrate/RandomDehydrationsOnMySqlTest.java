package io.rehydrate.dehydrate;

import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlServer;

@ContainerTest
class RandomDehydrationsOnMySqlTest extends RandomDehydrationsOnAnyServer {

  RandomDehydrationsOnMySqlTest() {
    super(MySqlServer.source(), MySqlServer.scratch());
  }
}
