package io.rehydrate.run;

import io.rehydrate.support.TestServers;

class RefreshQueueOnServerTest extends RefreshQueueOnServer {

  RefreshQueueOnServerTest() {
    super(TestServers.scratch().root());
  }
}
