package io.rehydrate.dehydrate;

import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlServer;

@ContainerTest
class TwoPassesOnMySqlTest extends TwoPassesOnAnyServer {

  TwoPassesOnMySqlTest() {
    super(MySqlServer.source(), MySqlServer.scratch());
  }
}
