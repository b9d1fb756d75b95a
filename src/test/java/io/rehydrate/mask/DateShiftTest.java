package io.rehydrate.mask;

import io.rehydrate.support.OnEveryMariaDb;
import io.rehydrate.support.TestServers;

@OnEveryMariaDb
class DateShiftTest extends DateShiftOnAnyServer {

  DateShiftTest() {
    super(TestServers.scratch().root());
  }
}
