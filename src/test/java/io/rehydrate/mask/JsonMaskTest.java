package io.rehydrate.mask;

import io.rehydrate.support.TestServers;

class JsonMaskTest extends JsonMaskOnAnyServer {

  JsonMaskTest() {
    super(TestServers.scratch().root());
  }
}
