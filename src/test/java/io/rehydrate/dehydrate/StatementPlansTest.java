package io.rehydrate.dehydrate;

import io.rehydrate.support.OnEveryMariaDb;
import io.rehydrate.support.TestServers;

@OnEveryMariaDb
class StatementPlansTest extends StatementPlansOnAnyServer {

  StatementPlansTest() {
    super(TestServers.scratch().root());
  }
}
