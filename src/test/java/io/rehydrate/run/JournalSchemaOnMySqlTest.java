package io.rehydrate.run;

import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlServer;

@ContainerTest
class JournalSchemaOnMySqlTest extends JournalSchemaOnAnyServer {

  JournalSchemaOnMySqlTest() {
    super(MySqlServer.scratch());
  }
}
