package io.rehydrate.refresh;

import io.rehydrate.support.TestServers;

class KeptRowsTest extends KeptRowsOnAnyServer {
  KeptRowsTest() {
    super(TestServers.target().root());
  }
}
