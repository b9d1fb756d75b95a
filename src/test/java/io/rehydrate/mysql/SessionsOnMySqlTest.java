package io.rehydrate.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlServer;
import java.sql.Connection;
import org.junit.jupiter.api.Test;

@ContainerTest
class SessionsOnMySqlTest extends SessionsOnAnyServer {

  SessionsOnMySqlTest() {
    super(MySqlServer.source(), MySqlServer.scratch(), Vendor.MYSQL);
  }

  @Test
  void a_server_is_known_by_its_uuid_and_tells_a_version_of_this_decade() throws Exception {
    try (Connection session = Sessions.open(MySqlServer.source(), "source")) {
      assertThat(ServerIdentity.of(session).value()).matches("uuid:[0-9a-f-]{36}");
      assertThat(Sessions.version(session).isAtLeast(8, 0, 0)).isTrue();
    }
  }
}
