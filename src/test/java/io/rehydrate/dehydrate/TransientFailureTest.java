package io.rehydrate.dehydrate;

import io.rehydrate.support.OnEveryMariaDb;
import io.rehydrate.support.TestServers;

@OnEveryMariaDb
class TransientFailureTest extends TransientFailureOnAnyServer {

  TransientFailureTest() {
    super(TestServers.scratch().root());
  }
}
