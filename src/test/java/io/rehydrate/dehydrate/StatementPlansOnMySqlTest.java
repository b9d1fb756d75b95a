package io.rehydrate.dehydrate;

import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlServer;

@ContainerTest
class StatementPlansOnMySqlTest extends StatementPlansOnAnyServer {

  StatementPlansOnMySqlTest() {
    super(MySqlServer.scratch());
  }
}
