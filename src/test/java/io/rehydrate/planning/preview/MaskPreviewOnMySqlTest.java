package io.rehydrate.planning.preview;

import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlServer;

@ContainerTest
class MaskPreviewOnMySqlTest extends MaskPreviewOnAnyServer {

  MaskPreviewOnMySqlTest() {
    super(MySqlServer.scratch());
  }
}
