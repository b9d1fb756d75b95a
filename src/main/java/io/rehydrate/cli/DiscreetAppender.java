package io.rehydrate.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import io.rehydrate.error.PrintableText;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.run.LoggedRun;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes the values out of what libraries say of a failure, before it is written: a server repeats a
 * row's value in its error, and a library repeats the error. Our own words are made without them.
 * Whatever a logger writes is printable: lines after a message's first are indented, and any other
 * control character is escaped.
 */
final class DiscreetAppender extends AppenderBase<ILoggingEvent> {
  private static final String OURS = "io.rehydrate.";

  /** The route's own logger: how a run ended, in our words. */
  private static final String NEWS = "news";

  private static final String INDENT = "    ";

  private static final Pattern FAILURE =
      Pattern.compile("exception|error|fail|duplicate entry", Pattern.CASE_INSENSITIVE);

  private final Appender<ILoggingEvent> writer;

  DiscreetAppender(LoggerContext context, Appender<ILoggingEvent> writer) {
    this.writer = writer;
    setContext(context);
    start();
  }

  @Override
  protected void append(ILoggingEvent event) {
    writer.doAppend(safe(event));
  }

  @Override
  public void stop() {
    super.stop();
    writer.stop();
  }

  /** Without the throwable and the arguments, which hold the same words. */
  private LoggingEvent safe(ILoggingEvent event) {
    LoggerContext loggers = (LoggerContext) getContext();
    LoggingEvent copy =
        new LoggingEvent(
            DiscreetAppender.class.getName(),
            loggers.getLogger(event.getLoggerName()),
            event.getLevel(),
            PrintableText.lines(words(event), INDENT),
            null,
            null);
    copy.setInstant(event.getInstant());
    copy.setThreadName(event.getThreadName());
    Optional.ofNullable(event.getMDCPropertyMap().get(LoggedRun.KEY))
        .ifPresent(run -> copy.setMDCPropertyMap(Map.of(LoggedRun.KEY, run)));
    return copy;
  }

  private static String words(ILoggingEvent event) {
    String text = String.valueOf(event.getFormattedMessage());
    String name = event.getLoggerName();
    boolean ours = name.startsWith(OURS) || name.equals(NEWS);
    return !ours && FAILURE.matcher(text).find()
        ? text.lines().map(SqlErrors::redact).collect(Collectors.joining("\n"))
        : text;
  }
}
