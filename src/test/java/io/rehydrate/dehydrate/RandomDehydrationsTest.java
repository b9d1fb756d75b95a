package io.rehydrate.dehydrate;

import io.rehydrate.support.TestServers;

class RandomDehydrationsTest extends RandomDehydrationsOnAnyServer {

  RandomDehydrationsTest() {
    super(TestServers.scratch().root());
  }
}
