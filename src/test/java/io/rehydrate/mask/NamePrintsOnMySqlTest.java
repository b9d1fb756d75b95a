package io.rehydrate.mask;

import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlServer;

@ContainerTest
class NamePrintsOnMySqlTest extends NamePrintsOnAnyServer {

  NamePrintsOnMySqlTest() {
    super(MySqlServer.scratch());
  }
}
