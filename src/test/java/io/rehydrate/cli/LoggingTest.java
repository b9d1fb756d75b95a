package io.rehydrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rehydrate.support.HomeFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

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
  }
}
