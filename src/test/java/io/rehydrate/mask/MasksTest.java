package io.rehydrate.mask;

import io.rehydrate.support.OnEveryMariaDb;
import io.rehydrate.support.TestServers;

@OnEveryMariaDb
class MasksTest extends MasksOnAnyServer {

  MasksTest() {
    super(TestServers.scratch().root());
  }
}
