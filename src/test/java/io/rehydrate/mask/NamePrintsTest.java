package io.rehydrate.mask;

import io.rehydrate.support.TestServers;

class NamePrintsTest extends NamePrintsOnAnyServer {

  NamePrintsTest() {
    super(TestServers.scratch().root());
  }
}
