package io.rehydrate.dehydrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rehydrate.demo.EmbeddedMariaDb;
import io.rehydrate.mysql.Sessions;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerEpochTest {
  @Test
  void a_server_that_was_restarted_is_another() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    EmbeddedMariaDb server = start(port);
    try {
      ServerEpoch byMark;
      ServerEpoch byAge;
      try (Connection session = Sessions.open(server.root(), "scratch")) {
        Sessions.run(session, "CREATE DATABASE helper");
        byMark = ServerEpoch.of(session, "helper");
        byAge = ServerEpoch.of(session, "no_such_schema");
        await().until(() -> age(session) > 3);
      }
      try (Connection session = Sessions.open(server.root(), "scratch")) {
        assertThat(byMark.hasMemory()).isTrue();
        assertThat(byMark.isOver(session)).isFalse();
        assertThat(byAge.hasMemory()).isFalse();
        assertThat(byAge.isOver(session)).isFalse();
      }

      server.close();
      server = start(port);

      try (Connection session = Sessions.open(server.root(), "scratch")) {
        assertThat(byMark.isOver(session)).isTrue();
        assertThat(byAge.isOver(session)).isTrue();
      }
    } finally {
      server.close();
    }
  }

  private static long age(Connection session) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Uptime'")) {
      row.next();
      return row.getLong(2);
    }
  }

  private static EmbeddedMariaDb start(int port) {
    return EmbeddedMariaDb.start(
        Path.of("target", "mariadb").toAbsolutePath(),
        // a server in the folder for temporary files takes its data along when it ends
        Path.of("target", "test-servers", "incarnation-" + ProcessHandle.current().pid())
            .toAbsolutePath(),
        List.of("--innodb-buffer-pool-size=64M", "--server-id=78"),
        port);
  }
}
