package io.rehydrate.planning.preview;

import io.rehydrate.support.TestServers;

class MaskPreviewTest extends MaskPreviewOnAnyServer {

  MaskPreviewTest() {
    super(TestServers.scratch().root());
  }
}
