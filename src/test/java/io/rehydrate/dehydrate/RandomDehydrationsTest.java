package io.rehydrate.dehydrate;

import io.rehydrate.support.OnEveryMariaDb;
import io.rehydrate.support.TestServers;

@OnEveryMariaDb
class RandomDehydrationsTest extends RandomDehydrationsOnAnyServer {

  RandomDehydrationsTest() {
    super(TestServers.source().root(), TestServers.scratch().root());
  }
}
