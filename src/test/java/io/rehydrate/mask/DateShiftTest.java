package io.rehydrate.mask;

import io.rehydrate.support.TestServers;

class DateShiftTest extends DateShiftOnAnyServer {

  DateShiftTest() {
    super(TestServers.scratch().root());
  }
}
