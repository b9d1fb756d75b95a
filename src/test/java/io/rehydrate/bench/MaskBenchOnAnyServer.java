package io.rehydrate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.mask.MaskKey;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.settings.ServerLogin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The measuring of masks on servers of either vendor. */
abstract class MaskBenchOnAnyServer {
  private final ServerLogin server;

  @TempDir Path folder;

  MaskBenchOnAnyServer(ServerLogin server) {
    this.server = server;
  }

  private MaskKey key() throws IOException {
    Path file =
        Files.createFile(
            folder.resolve("mask.key"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, "a secret that only tests have, 1234567890");
    return MaskKey.read(file);
  }

  @Test
  void three_ways_are_measured_in_one_run_and_nothing_is_left() throws IOException, SQLException {
    MaskBench.Result result = new MaskBench(server, key()).run(2_500);

    assertThat(result.line()).matches("\\| [^|]*[\\d.]+[^|]*( \\| \\d+\\.\\d+){5} \\|");
    assertThat(result.masked()).isPositive();
    assertThat(result.updated()).isGreaterThan(result.copy());
    try (Connection session = Sessions.open(server, "scratch");
        Statement statement = session.createStatement();
        ResultSet schemas =
            statement.executeQuery("SHOW DATABASES LIKE '" + MaskBench.SCHEMA + "'")) {
      assertThat(schemas.next()).isFalse();
    }
  }
}
