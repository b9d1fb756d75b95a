package io.rehydrate.dehydrate;

import io.rehydrate.support.TestServers;

class DehydrationTest extends DehydrationOnAnyServer {

  DehydrationTest() {
    super(TestServers.scratch().root());
  }
}
