package io.rehydrate.dehydrate;

import io.rehydrate.support.OnEveryMariaDb;
import io.rehydrate.support.TestServers;

@OnEveryMariaDb
class InterruptionTest extends InterruptionOnAnyServer {

  InterruptionTest() {
    super(TestServers.scratch().root());
  }
}
