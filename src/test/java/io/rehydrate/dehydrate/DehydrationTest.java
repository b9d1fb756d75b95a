package io.rehydrate.dehydrate;

import io.rehydrate.support.OnEveryMariaDb;
import io.rehydrate.support.TestServers;

@OnEveryMariaDb
class DehydrationTest extends DehydrationOnAnyServer {

  DehydrationTest() {
    super(TestServers.scratch().root());
  }
}
