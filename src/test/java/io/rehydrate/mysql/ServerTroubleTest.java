package io.rehydrate.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.MigrationFailedException;
import io.rehydrate.error.StageFailedException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class ServerTroubleTest {
  private static String of(Exception failure) {
    return ServerTrouble.of("the target dev", "", failure)
        .map(StageFailedException::code)
        .orElse("-");
  }

  private static Exception migration(String state, int code, String message) {
    return new MigrationFailedException(
        ErrorCode.MIGRATIONS_FAILED,
        "V2__x.sql failed",
        "Correct it",
        new IllegalStateException(new SQLException(message, state, code)));
  }

  private static Exception program(String said) {
    return new StageFailedException(ErrorCode.PROGRAM_FAILED, "mariadb ended: " + said, "");
  }

  @Test
  void a_server_that_is_gone_or_full_is_named_and_not_the_migration() {
    assertThat(of(migration("08S01", 0, "Communications link failure"))).isEqualTo("server.lost");
    assertThat(of(migration("08S01", 1053, "Server shutdown"))).isEqualTo("server.lost");
    assertThat(of(migration("HY000", 1114, "The table 't' is full"))).isEqualTo("server.full");
    assertThat(of(migration("HY000", 1030, "Got error 28 \"No space left on device\" from InnoDB")))
        .isEqualTo("server.full");
    assertThat(of(program("ERROR 2013 (HY000) at line 7: Lost connection")))
        .isEqualTo("server.lost");
    assertThat(of(program("ERROR 1114 (HY000) at line 7: The table 't' is full")))
        .isEqualTo("server.full");
    assertThat(of(program("ERROR 1005 (HY000): Can't create table (errno: 28 \"No space\")")))
        .isEqualTo("server.full");
    assertThat(of(new SQLException("closed", "08003"))).isEqualTo("server.lost");
  }

  @Test
  void what_has_another_cause_stays() {
    assertThat(of(migration("42S21", 1060, "Duplicate column name 'a'"))).isEqualTo("-");
    assertThat(of(migration("08004", 1040, "Too many connections"))).isEqualTo("-");
    assertThat(of(program("ERROR 1062 (23000) at line 2013: Duplicate entry"))).isEqualTo("-");
    assertThat(
            of(
                new StageFailedException(
                    ErrorCode.REFRESH_OBJECTS,
                    "The target holds the new tables",
                    "",
                    new SQLException("gone", "08S01"))))
        .isEqualTo("-");
  }
}
