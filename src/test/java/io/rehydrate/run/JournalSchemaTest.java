package io.rehydrate.run;

import io.rehydrate.support.OnEveryMariaDb;
import io.rehydrate.support.TestServers;

@OnEveryMariaDb
class JournalSchemaTest extends JournalSchemaOnAnyServer {

  JournalSchemaTest() {
    super(TestServers.scratch().root());
  }
}
