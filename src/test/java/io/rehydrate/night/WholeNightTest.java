package io.rehydrate.night;

import io.rehydrate.support.OnEveryMariaDb;
import io.rehydrate.support.TestServers;
import java.nio.file.Path;

@OnEveryMariaDb
class WholeNightTest extends WholeNightOnAnyServer {

  WholeNightTest() {
    super(TestServers.source().root(), TestServers.scratch().root(), TestServers.target().root());
  }

  @Override
  Path programs(Path home) {
    return TestServers.source().programs();
  }

  @Override
  boolean isEnforced() {
    return false;
  }

  @Override
  String checkOfColumn(String column) {
    return column;
  }
}
