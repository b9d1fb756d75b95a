package io.rehydrate.mask;

import io.rehydrate.support.TestServers;

class ShapeMasksTest extends ShapeMasksOnAnyServer {

  ShapeMasksTest() {
    super(TestServers.scratch().root());
  }
}
