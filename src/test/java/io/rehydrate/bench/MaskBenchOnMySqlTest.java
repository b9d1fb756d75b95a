package io.rehydrate.bench;

import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlServer;

@ContainerTest
class MaskBenchOnMySqlTest extends MaskBenchOnAnyServer {

  MaskBenchOnMySqlTest() {
    super(MySqlServer.scratch());
  }
}
