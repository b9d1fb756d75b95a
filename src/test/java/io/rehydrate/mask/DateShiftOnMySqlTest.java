package io.rehydrate.mask;

import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlServer;

@ContainerTest
class DateShiftOnMySqlTest extends DateShiftOnAnyServer {

  DateShiftOnMySqlTest() {
    super(MySqlServer.scratch());
  }
}
