package io.rehydrate.dehydrate;

import io.rehydrate.support.OnEveryMariaDb;
import io.rehydrate.support.TestServers;

@OnEveryMariaDb
class TwoPassesTest extends TwoPassesOnAnyServer {

  TwoPassesTest() {
    super(TestServers.source().root(), TestServers.scratch().root());
  }
}
