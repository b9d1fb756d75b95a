package io.rehydrate.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.StageFailedException;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import io.rehydrate.support.OnEveryMariaDb;
import io.rehydrate.support.TestServers;
import java.sql.Connection;
import org.junit.jupiter.api.Test;

@OnEveryMariaDb
class SessionsTest extends SessionsOnAnyServer {

  SessionsTest() {
    super(TestServers.source().root(), TestServers.scratch().root(), Vendor.MARIADB);
  }

  @Test
  void a_server_that_is_not_there_is_told_by_its_address() {
    ServerLogin login =
        new ServerLogin(ServerUrl.parse("jdbc:mysql://127.0.0.1:1/x"), "root", new Secret(""));

    assertThatThrownBy(() -> Sessions.open(login, "scratch"))
        .isInstanceOfSatisfying(
            StageFailedException.class, e -> assertThat(e.code()).isEqualTo("server.unreachable"))
        .hasMessageContaining("scratch at 127.0.0.1:1");
  }

  @Test
  void an_ordinary_session_gives_no_file_away_whatever_its_url_says() throws Exception {
    ServerLogin login =
        new ServerLogin(
            ServerUrl.parse(
                TestServers.source().url()
                    + "/"
                    + TestServers.newSchema(TestServers.source())
                    + "?ALLOWLOADLOCALINFILE=true&allowLoadLocalInfileInPath=/"),
            "root",
            TestServers.source().root().password());
    try (Connection session = Sessions.open(login, "source")) {
      Sessions.run(session, "CREATE TABLE t (a TEXT)");

      assertThatThrownBy(
              () -> Sessions.run(session, "LOAD DATA LOCAL INFILE '/etc/hosts' INTO TABLE t"))
          .isInstanceOf(java.sql.SQLException.class);
    }
  }
}
