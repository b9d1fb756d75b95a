package io.rehydrate.planning.draft;

import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlServer;

@ContainerTest
class PlanDraftOnMySqlTest extends PlanDraftOnAnyServer {

  PlanDraftOnMySqlTest() {
    super(MySqlServer.source());
  }
}
