package io.rehydrate.bench;

import io.rehydrate.support.TestServers;

class MaskBenchTest extends MaskBenchOnAnyServer {

  MaskBenchTest() {
    super(TestServers.scratch().root());
  }
}
