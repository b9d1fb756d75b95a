package io.rehydrate.mask;

import io.rehydrate.support.TestServers;

class MasksTest extends MasksOnAnyServer {

  MasksTest() {
    super(TestServers.scratch().root());
  }
}
