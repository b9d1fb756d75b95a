package io.rehydrate.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.bench.PlainWay.Step;
import io.rehydrate.demo.DemoData;
import io.rehydrate.demo.DemoSize;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.exec.RunningPrograms;
import io.rehydrate.exec.StreamingExecutor;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.support.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainWayTest {
  private static final Instant AS_OF = Instant.parse("2026-03-01T02:00:00Z");
  private static final String PASSWORD = "pl4in \"w\\ay";

  @TempDir Path work;
  private PlainWay plainWay;

  @BeforeEach
  void prepare() {
    plainWay =
        new PlainWay(
            StreamingExecutor.forLoads(new RunningPrograms()),
            Path.of("bench"),
            TestServers.source().programs(),
            work);
  }

  @Test
  void a_night_and_a_refresh_bring_a_small_masked_copy_and_tell_each_steps_time() throws Exception {
    String schema = TestServers.newSchema(TestServers.source());
    DemoData.fill(TestServers.source().root(), schema, new DemoSize(8_000), 5, AS_OF, line -> {});

    List<Step> night =
        plainWay.night(
            withPassword(TestServers.source().root()), TestServers.scratch().root(), schema, AS_OF);
    List<Step> refresh = plainWay.refresh(TestServers.target().root(), schema);

    assertThat(night).extracting(Step::name).containsExactly("copy", "rows", "masks", "dump");
    assertThat(refresh).extracting(Step::name).containsExactly("load");
    assertThat(night).allMatch(step -> step.time().compareTo(Duration.ofMillis(10)) > 0);
    try (Connection source = open(TestServers.source().root(), schema);
        Connection target = open(TestServers.target().root(), schema)) {
      long kept = count(target, "applications");
      assertThat(kept).isBetween(5_000L, count(source, "applications") - 1);
      assertThat(count(target, "applications WHERE status = 'test'")).isZero();
      assertThat(count(target, "audit_log")).isZero();
      assertThat(
              count(
                  target, "applications WHERE renewal_of NOT IN (SELECT app_id FROM applications)"))
          .isZero();
      assertThat(
              count(
                  target, "applications WHERE insured_id NOT IN (SELECT insured_id FROM insureds)"))
          .isZero();
      assertThat(count(target, "insureds WHERE email > '' AND email NOT LIKE '%@example.com'"))
          .isZero();
      assertThat(count(target, "insureds WHERE city <> 'Springfield'")).isZero();
      assertThat(count(target, "notes")).isPositive();
    }
    assertThat(Files.size(plainWay.dump())).isPositive();
    assertThat(optionFiles()).isEmpty();
  }

  @Test
  void a_failure_is_told_and_leaves_no_option_file() throws Exception {
    ServerLogin nobody =
        new ServerLogin(TestServers.source().url(), "nobody", new Secret("s3cret-word"));

    assertThatThrownBy(
            () -> plainWay.night(nobody, TestServers.scratch().root(), "plain_nothing", AS_OF))
        .isInstanceOf(StageFailedException.class)
        .hasMessageNotContaining("s3cret-word");
    assertThat(optionFiles()).isEmpty();
  }

  @Test
  void a_schema_name_that_the_script_would_have_to_quote_is_refused_before_anything_is_dropped() {
    assertThatThrownBy(() -> plainWay.refresh(TestServers.target().root(), "x; DROP DATABASE y"))
        .isInstanceOf(StageFailedException.class)
        .hasMessageContaining("exit code 2");
  }

  private static ServerLogin withPassword(ServerLogin root) {
    TestServers.run(
        root,
        "CREATE USER IF NOT EXISTS plain@'127.0.0.1' IDENTIFIED BY '"
            + PASSWORD.replace("\\", "\\\\")
            + "'",
        "GRANT ALL ON *.* TO plain@'127.0.0.1'");
    return new ServerLogin(root.url(), "plain", new Secret(PASSWORD));
  }

  private List<Path> optionFiles() throws IOException {
    try (Stream<Path> files = Files.list(work)) {
      return files.filter(file -> file.toString().endsWith(".cnf")).toList();
    }
  }

  private static Connection open(ServerLogin login, String schema) {
    return Sessions.open(login.withUrl(login.url().withSchema(schema)), "test server");
  }

  private static long count(Connection session, String fromAndWhere) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + fromAndWhere)) {
      row.next();
      return row.getLong(1);
    }
  }
}
