package io.rehydrate.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.run.Resource;
import io.rehydrate.run.RunId;
import io.rehydrate.support.TestServers;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScratchReleaseTest {
  private final CopyFixture fixture = CopyFixture.onTestServers();

  @AfterEach
  void drop_the_copy() {
    fixture.onScratch("DROP DATABASE IF EXISTS " + fixture.schema);
  }

  private void release(RunId run) {
    new ScratchRelease(fixture.scratch, CopyFixture.INSTALLATION)
        .release(
            new Resource(1, run, "scratch-schema", fixture.schema, "", Instant.ofEpochSecond(1)));
  }

  private boolean exists() throws SQLException {
    return !new CopyFixture(fixture.source, fixture.scratch, "information_schema")
        .rows(fixture.scratch, "SHOW DATABASES LIKE '" + fixture.schema + "'")
        .isEmpty();
  }

  @Test
  void drops_what_the_run_made_and_a_second_time_nothing() throws SQLException {
    fixture.onSource("CREATE TABLE t (a INT)");
    fixture.copy();

    release(fixture.run);
    assertThat(exists()).isFalse();

    release(fixture.run);
  }

  @Test
  void drops_an_empty_schema_of_a_run_that_died_early() throws SQLException {
    fixture.onScratch("CREATE DATABASE " + fixture.schema);

    release(fixture.run);

    assertThat(exists()).isFalse();
  }

  @Test
  void drops_a_schema_whose_marker_never_got_its_row() throws SQLException {
    fixture.onSource("CREATE TABLE t (a INT)");
    String marker = fixture.schema + ".__rehydrate_scratch";
    TestServers.run(
        fixture.scratch,
        "CREATE DATABASE " + fixture.schema,
        "CREATE TABLE " + marker + " (installation VARCHAR(100) PRIMARY KEY, run VARCHAR(100))");

    release(fixture.run);
    assertThat(exists()).isFalse();

    TestServers.run(
        fixture.scratch,
        "CREATE DATABASE " + fixture.schema,
        "CREATE TABLE " + marker + " (installation VARCHAR(100) PRIMARY KEY, run VARCHAR(100))",
        "CREATE TABLE " + fixture.schema + ".precious (a INT)");

    release(fixture.run);
    assertThat(exists()).isTrue();
  }

  @Test
  void leaves_what_another_run_made_since() throws SQLException {
    fixture.onSource("CREATE TABLE t (a INT)");
    fixture.copy();

    release(new RunId("20260101t000000-aaaaa"));

    assertThat(exists()).isTrue();
  }

  @Test
  void leaves_a_schema_without_a_marker() throws SQLException {
    TestServers.run(
        fixture.scratch,
        "CREATE DATABASE " + fixture.schema,
        "CREATE TABLE " + fixture.schema + ".precious (a INT)");

    release(fixture.run);

    assertThat(exists()).isTrue();
  }
}
