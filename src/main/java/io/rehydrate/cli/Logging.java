package io.rehydrate.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.settings.Settings;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Where log lines go: of a command to standard error, warnings alone; of the daemon also to files
 * that rotate.
 */
public final class Logging {
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z', UTC} %-5level %logger{20}%replace( %X{run}){'^ $', ''} %msg%n%nopex";

  private Logging() {}

  /** How much is reported. */
  public enum Mode {
    COMMAND,
    DAEMON
  }

  /** Before settings are there: warnings alone, to standard error. */
  public static void quiet() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    quiet(context);
  }

  static void quiet(LoggerContext context) {
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(new DiscreetAppender(context, console(context, false)));
  }

  static void configure(Settings settings, Mode mode) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    Settings.Logging wanted = settings.logging();
    Level level =
        Level.toLevel(wanted.level().orElse(mode == Mode.DAEMON ? "info" : "warn"), Level.INFO);
    root.setLevel(mode == Mode.COMMAND && level == Level.INFO ? Level.WARN : level);
    root.addAppender(
        new DiscreetAppender(context, console(context, wanted.json() && mode == Mode.DAEMON)));
    if (mode == Mode.DAEMON) {
      root.addAppender(new DiscreetAppender(context, file(context, wanted)));
    } else if (level.isGreaterOrEqual(Level.INFO)) {
      // a command shows its run's log itself
      context.getLogger("io.rehydrate.run").setLevel(Level.OFF);
    }
    // a library's own words may repeat a statement or a row's values
    for (String chatty :
        new String[] {
          "org.springframework.jdbc",
          "com.mysql",
          "com.zaxxer.hikari",
          "org.flywaydb",
          "software.amazon.awssdk",
          "org.apache.http"
        }) {
      context.getLogger(chatty).setLevel(Level.WARN);
    }
    context.getLogger("com.zaxxer.hikari").setLevel(Level.ERROR);
    if (root.getLevel() == Level.INFO) {
      // several lines for every route that starts or stops: an edit of one would fill pages
      context.getLogger("org.apache.camel").setLevel(Level.WARN);
      context.getLogger("org.quartz").setLevel(Level.WARN);
    }
    // it lists the addresses as those of 0.0.0.0, whatever the host is
    context
        .getLogger("org.apache.camel.component.platform.http.main.MainHttpServerUtil")
        .setLevel(Level.WARN);
    // it does not know every word of Camel's own schema
    context.getLogger("com.networknt.schema").setLevel(Level.ERROR);
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context, boolean json) {
    EncoderBase<ILoggingEvent> encoder;
    if (json) {
      encoder = new JsonLines();
    } else {
      PatternLayoutEncoder pattern = new PatternLayoutEncoder();
      pattern.setPattern(PATTERN);
      encoder = pattern;
    }
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  private static ConsoleAppender<ILoggingEvent> console(LoggerContext context, boolean json) {
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder(context, json));
    console.start();
    return console;
  }

  private static RollingFileAppender<ILoggingEvent> file(
      LoggerContext context, Settings.Logging wanted) {
    Path folder = wanted.directory();
    RollingFileAppender<ILoggingEvent> file = new PrivateLogFile("rehydrate");
    file.setContext(context);
    file.setFile(folder.resolve("rehydrate.log").toString());
    SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
    policy.setContext(context);
    policy.setParent(file);
    policy.setFileNamePattern(folder.resolve("rehydrate.%d{yyyy-MM-dd}.%i.log.gz").toString());
    policy.setMaxFileSize(new FileSize(wanted.rotation()));
    policy.setMaxHistory(wanted.keep());
    policy.start();
    file.setRollingPolicy(policy);
    file.setEncoder(encoder(context, wanted.json()));
    file.start();
    if (!file.isStarted()) {
      throw new InvalidException(
          ErrorCode.LOGGING_DIRECTORY,
          "The log file " + file.getFile() + " can't be written",
          "Check logging.directory, and the rights of the account that runs this");
    }
    return file;
  }
}
