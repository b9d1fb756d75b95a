package io.rehydrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rehydrate.run.LoggedRun;
import io.rehydrate.run.RunId;
import io.rehydrate.support.HomeFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What gets into the daemon's log files. */
class LoggingTest {
  private static final String HOSTILE =
      "a name\u001b[31m with\n2026-01-01T00:00:00.000Z INFO  forged\r\u0007\u009b";

  @TempDir Path folder;

  @AfterEach
  void as_before() throws Exception {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    new ContextInitializer(context).autoConfig();
  }

  private List<String> logged(HomeFolder home, String... loggers) throws Exception {
    Logging.configure(home.read(), Logging.Mode.DAEMON);
    for (String logger : loggers) {
      LoggerFactory.getLogger(logger).warn("{} was refused", HOSTILE);
    }
    ((LoggerContext) LoggerFactory.getILoggerFactory()).reset();
    return Files.readAllLines(folder.resolve("logs/rehydrate.log"));
  }

  @Test
  void whichever_logger_writes_it_no_text_forges_a_line_or_reaches_a_terminal() throws Exception {
    List<String> lines =
        logged(
            HomeFolder.in(folder),
            "io.rehydrate.refresh.Inbox",
            "io.rehydrate.run",
            "news",
            "inbox",
            "org.apache.camel.component.file",
            "com.mysql.cj");

    assertThat(lines).hasSize(12).noneMatch(line -> line.matches(".*\\p{Cntrl}.*"));
    for (int i = 0; i < lines.size(); i += 2) {
      assertThat(lines.get(i)).contains("WARN").endsWith("a name\\u001b[31m with");
      assertThat(lines.get(i + 1))
          .isEqualTo("    2026-01-01T00:00:00.000Z INFO  forged\\u000d\\u0007\\u009b was refused");
    }
  }

  @Test
  void as_json_it_is_one_line_for_each_event() throws Exception {
    List<String> lines =
        logged(HomeFolder.in(folder).with("logging.json", "true"), "io.rehydrate.run", "inbox");

    assertThat(lines).hasSize(2).noneMatch(line -> line.matches(".*\\p{Cntrl}.*"));
    JsonNode event = new ObjectMapper().readTree(lines.get(1));
    assertThat(event.path("formattedMessage").asText(event.path("message").asText()))
        .startsWith("a name\\u001b[31m with\n");
    assertThat(event.path("time").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(event.path("level").asText()).isEqualTo("WARN");
    assertThat(event.path("logger").asText()).isEqualTo("inbox");
    assertThat(event.has("run")).isFalse();
  }

  @Test
  void what_is_logged_for_a_run_carries_its_id() throws Exception {
    RunId run = RunId.at(Instant.parse("2026-11-22T02:00:00Z"));
    List<String> json;
    try (LoggedRun during = LoggedRun.of(run)) {
      json = logged(HomeFolder.in(folder).with("logging.json", "true"), "com.mysql.cj");
    }
    assertThat(new ObjectMapper().readTree(json.get(0)).path("run").asText())
        .isEqualTo(run.value());

    Files.delete(folder.resolve("logs/rehydrate.log"));
    try (LoggedRun during = LoggedRun.of(run)) {
      assertThat(logged(HomeFolder.in(folder), "news").get(0))
          .matches("\\S+Z WARN  news " + run + " a name.*");
    }
    Files.delete(folder.resolve("logs/rehydrate.log"));
    assertThat(logged(HomeFolder.in(folder), "news").get(0)).matches("\\S+Z WARN  news a name.*");
  }

  @Test
  void a_pool_works_for_the_run_that_gave_the_task_and_for_none_afterwards() throws Exception {
    RunId outer = RunId.at(Instant.parse("2026-11-22T02:00:00Z"));
    RunId inner = RunId.at(Instant.parse("2026-11-23T02:00:00Z"));
    ExecutorService pool = LoggedRun.pool(1, Thread::new);
    try (LoggedRun during = LoggedRun.of(outer)) {
      assertThat(pool.submit(() -> MDC.get(LoggedRun.KEY)).get()).isEqualTo(outer.value());
      try (LoggedRun within = LoggedRun.of(inner)) {
        assertThat(pool.submit(() -> MDC.get(LoggedRun.KEY)).get()).isEqualTo(inner.value());
      }
      assertThat(MDC.get(LoggedRun.KEY)).isEqualTo(outer.value());
    } finally {
      pool.shutdown();
    }
    assertThat(MDC.get(LoggedRun.KEY)).isNull();
    ExecutorService later = LoggedRun.pool(1, Thread::new);
    assertThat(later.submit(() -> Optional.ofNullable(MDC.get(LoggedRun.KEY))).get()).isEmpty();
    later.shutdown();
  }
}
