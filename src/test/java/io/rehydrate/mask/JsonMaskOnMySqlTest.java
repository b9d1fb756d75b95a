package io.rehydrate.mask;

import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlServer;

@ContainerTest
class JsonMaskOnMySqlTest extends JsonMaskOnAnyServer {

  JsonMaskOnMySqlTest() {
    super(MySqlServer.scratch());
  }
}
