package io.rehydrate.mask;

import io.rehydrate.support.OnEveryMariaDb;
import io.rehydrate.support.TestServers;

@OnEveryMariaDb
class ShapeMasksTest extends ShapeMasksOnAnyServer {

  ShapeMasksTest() {
    super(TestServers.scratch().root());
  }
}
