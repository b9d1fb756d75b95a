package io.rehydrate.clone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.mysql.Bounds;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.run.Run;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlServer;
import io.rehydrate.support.OnSharedBlocks;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clones of a dump of MySQL, by the source's own server program. */
@ContainerTest
@OnSharedBlocks
class ClonesOnMySqlTest {
  private static final CloneName NAME = new CloneName("ticket-1");

  @TempDir Path folder;

  @Test
  void a_night_makes_a_golden_a_clone_and_a_target_come_from_it() throws Exception {
    try (CloneHome home = CloneHome.onMySql(folder, 4000, Map.of("dump.verify", "restore"))) {
      assertThat(
              home.parts()
                  .goldens()
                  .isGood(home.beans().store().latest(), CloneProgram.of(home.parts().settings())))
          .isTrue();

      Run created = home.create(NAME.value(), "main");
      assertThat(created.failure()).isEmpty();
      ServerLogin login = login(home);
      assertThat(ask(login, "SELECT VERSION()")).isEqualTo(ask(source(), "SELECT VERSION()"));
      assertThat(ask(login, "SELECT COUNT(*) FROM customers WHERE note IS NULL")).isEqualTo("1000");
      assertThat(ask(login, "SELECT customer_count()")).isEqualTo("1000");
      String server = ask(login, "SELECT @@server_uuid");
      try (Connection session = Sessions.connect(login, Bounds.QUESTIONS)) {
        Sessions.run(session, "UPDATE customers SET name = 'me'");
        for (String forbidden :
            new String[] {
              "SET GLOBAL max_connections = 5",
              "CREATE USER somebody",
              "SELECT 1 INTO OUTFILE '/tmp/x'",
              "SELECT * FROM mysql.user",
              "CREATE DATABASE other"
            }) {
          assertThatThrownBy(() -> Sessions.run(session, forbidden)).hasMessageContaining("denied");
        }
      }

      Run reset = home.run(home.clones().reset(CloneHome.OPERATOR, NAME));

      assertThat(reset.failure()).isEmpty();
      assertThat(login(home)).isEqualTo(login);
      assertThat(ask(login, "SELECT COUNT(*) FROM customers WHERE name = 'me'")).isEqualTo("0");
      assertThat(ask(login, "SELECT @@server_uuid")).isNotEqualTo(server);

      assertThat(home.refresh("latest", "main").failure()).isEmpty();
      ServerLogin application = home.application();
      assertThat(ask(application, "SELECT customer_id FROM changes")).isEqualTo("4711");
      assertThat(ask(application, "SELECT COUNT(*) FROM named")).isEqualTo("1000");

      home.run(home.clones().remove(CloneHome.OPERATOR, NAME));
      assertThat(home.blocks.served()).hasSize(1);
    }
  }

  private static ServerLogin source() {
    return MySqlServer.source();
  }

  private static ServerLogin login(CloneHome home) {
    ServerLogin login =
        home.parts().logins().of(home.parts().book().find(NAME).orElseThrow()).login();
    return login.withUrl(login.url().withSchema(home.schema));
  }

  private static String ask(ServerLogin login, String sql) throws SQLException {
    try (Connection session = Sessions.connect(login, Bounds.QUESTIONS);
        Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
