package io.rehydrate.night;

import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlPrograms;
import io.rehydrate.support.MySqlServer;
import java.io.IOException;
import java.nio.file.Path;

@ContainerTest
class WholeNightOnMySqlTest extends WholeNightOnAnyServer {

  WholeNightOnMySqlTest() {
    super(MySqlServer.source(), MySqlServer.scratch(), MySqlServer.target());
  }

  @Override
  Path programs(Path home) throws IOException {
    return MySqlPrograms.in(home.resolve("tools"), home);
  }

  @Override
  boolean isEnforced() {
    return true;
  }

  @Override
  String checkOfColumn(String column) {
    return "emp_chk_1";
  }
}
