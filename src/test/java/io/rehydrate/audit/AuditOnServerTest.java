package io.rehydrate.audit;

import io.rehydrate.support.TestServers;

class AuditOnServerTest extends AuditOnServer {

  AuditOnServerTest() {
    super(TestServers.scratch().root());
  }
}
