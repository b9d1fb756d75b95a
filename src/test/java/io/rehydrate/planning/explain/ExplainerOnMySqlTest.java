package io.rehydrate.planning.explain;

import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlServer;

@ContainerTest
class ExplainerOnMySqlTest extends ExplainerOnAnyServer {

  ExplainerOnMySqlTest() {
    super(MySqlServer.source());
  }
}
