package io.rehydrate.mask;

import io.rehydrate.support.OnEveryMariaDb;
import io.rehydrate.support.TestServers;

@OnEveryMariaDb
class JsonMaskTest extends JsonMaskOnAnyServer {

  JsonMaskTest() {
    super(TestServers.scratch().root());
  }
}
