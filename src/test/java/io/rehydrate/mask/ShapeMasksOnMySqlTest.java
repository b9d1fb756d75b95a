package io.rehydrate.mask;

import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlServer;

@ContainerTest
class ShapeMasksOnMySqlTest extends ShapeMasksOnAnyServer {

  ShapeMasksOnMySqlTest() {
    super(MySqlServer.scratch());
  }
}
