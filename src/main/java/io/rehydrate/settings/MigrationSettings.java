package io.rehydrate.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.component.exec.impl.ExecParseUtils;

/** Reads {@code migrations.*} and {@code flyway.*}. */
final class MigrationSettings {
  private static final String REPOSITORY = "migrations.repository";
  private static final Pattern REMOTE =
      Pattern.compile("(?:https?|ssh)://(?:\\w[\\w.-]*@)?[\\w\\[][\\w.:\\[\\]-]*(?:/.*)?");
  private static final Pattern SCP = Pattern.compile("\\w[\\w.-]*@\\w[\\w.-]*:[^:].*");
  private static final Pattern FUNCTION = Pattern.compile("[a-zA-Z][\\w+.-]+:.*");

  private static final Pattern NAME = Pattern.compile("\\{([^{}]*)\\}");

  private MigrationSettings() {}

  static Settings.Migrations read(Reading reading, Path home) {
    String path = reading.text("migrations.path").orElse("db/migration");
    if (path.startsWith("/") || List.of(path.split("/", -1)).contains("..")) {
      reading
          .problems()
          .add("migrations.path", path, "is a folder inside the repository, as db/migration");
    }
    Optional<String> repository = repository(reading, home);
    return new Settings.Migrations(
        repository,
        path,
        RehearseSettings.read(reading, reading.values().isGiven(REPOSITORY)),
        command(reading, home));
  }

  private static Optional<Settings.MigrationCommand> command(Reading reading, Path home) {
    Optional<String> text = reading.text("migrations.command");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    List<String> words = ExecParseUtils.splitToWhiteSpaceSeparatedTokens(text.get());
    Path program = home.resolve(words.isEmpty() ? "" : words.get(0)).normalize();
    if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
      reading
          .problems()
          .add("migrations.command", program.toString(), "is no executable file; write its path");
      return Optional.empty();
    }
    List<String> arguments = List.copyOf(words.subList(1, words.size()));
    arguments.stream()
        .flatMap(argument -> NAME.matcher(argument).results().map(found -> found.group(1)))
        .filter(name -> !Settings.MigrationCommand.NAMES.contains(name))
        .forEach(
            name ->
                reading
                    .problems()
                    .add(
                        "migrations.command",
                        "{" + name + "}",
                        "is none of "
                            + String.join(", ", new TreeSet<>(Settings.MigrationCommand.NAMES))));
    reading.note("migrations.command", program);
    return Optional.of(new Settings.MigrationCommand(program, arguments));
  }

  /** A remote address, or a folder of this machine. A login in it is not repeated. */
  private static Optional<String> repository(Reading reading, Path home) {
    Optional<String> text = reading.text(REPOSITORY);
    if (text.isEmpty()) {
      return text;
    }
    String url = text.get();
    if (REMOTE.matcher(url).matches() || SCP.matcher(url).matches()) {
      return text;
    }
    boolean file = url.startsWith("file://");
    Path folder = home.resolve(file ? url.substring("file://".length()) : url).normalize();
    boolean runsSomething = !file && FUNCTION.matcher(url).matches();
    if (runsSomething || !Files.isDirectory(folder)) {
      reading
          .problems()
          .add(
              REPOSITORY,
              "is neither https://host/path, ssh://user@host/path, user@host:path without a"
                  + " password, nor a folder of this machine");
      return Optional.empty();
    }
    reading.note(REPOSITORY, folder);
    return Optional.of(folder.toString());
  }
}
