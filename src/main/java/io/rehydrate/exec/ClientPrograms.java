package io.rehydrate.exec;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.ServerVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The dump program and the client program of this machine, MySQL's or MariaDB's. */
public final class ClientPrograms {
  private static final List<String> DUMP = List.of("mysqldump", "mariadb-dump");
  private static final List<String> CLIENT = List.of("mysql", "mariadb");
  private static final Pattern VERSION =
      Pattern.compile("(?:Distrib|Ver|from)\\s+(\\d+\\.\\d+\\.\\d+[^\\s,]*)");

  private final List<Path> folders;
  private final Map<Installed, Program> known = new ConcurrentHashMap<>();

  /** A program's file as it lies there now: another one after an update. */
  private record Installed(Path path, FileTime modified) {}

  private ClientPrograms(List<Path> folders) {
    this.folders = folders;
  }

  /**
   * @param directory where to look; empty: the folders of {@code searchPath}
   * @param searchPath the PATH
   */
  public static ClientPrograms in(Optional<Path> directory, String searchPath) {
    return new ClientPrograms(
        directory
            .map(List::of)
            .orElseGet(
                () ->
                    Arrays.stream(searchPath.split(":"))
                        .filter(p -> !p.isBlank())
                        .map(Path::of)
                        .toList()));
  }

  /** A program and what it says of itself. */
  public record Program(Path path, ServerVersion version) {}

  /**
   * @throws InvalidException {@code tools.missing}
   */
  public Program dump() {
    return program(DUMP);
  }

  /**
   * @throws InvalidException {@code tools.missing}
   */
  public Program client() {
    return program(CLIENT);
  }

  private Program program(List<String> names) {
    Path path =
        folders.stream()
            .flatMap(folder -> names.stream().map(folder::resolve))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidException(
                        ErrorCode.TOOLS_MISSING,
                        "Neither " + String.join(" nor ", names) + " was found in " + where(),
                        "Install the mysql-client or mariadb-client package, or set tools.directory"));
    try {
      return known.computeIfAbsent(
          new Installed(path, Files.getLastModifiedTime(path)),
          found -> new Program(path, version(path)));
    } catch (IOException e) {
      throw untold(path, e);
    }
  }

  private static StageFailedException untold(Path path, IOException cause) {
    return new StageFailedException(
        ErrorCode.TOOLS_VERSION,
        path + " does not report its version",
        "Is it the right program for this machine?",
        cause);
  }

  private String where() {
    return String.join(", ", folders.stream().map(Path::toString).toList());
  }

  private static ServerVersion version(Path path) {
    try {
      Process process =
          new ProcessBuilder(path.toString(), "--version").redirectErrorStream(true).start();
      try {
        process.getOutputStream().close();
        String said =
            new String(process.getInputStream().readNBytes(4096), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          throw new IOException("no answer within 10 s");
        }
        return parse(said);
      } finally {
        Stream.concat(process.descendants(), Stream.of(process.toHandle()))
            .forEach(ProcessHandle::destroyForcibly);
      }
    } catch (IOException e) {
      throw untold(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StageFailedException(
          ErrorCode.RUN_CANCELLED, "Interrupted while asking " + path, "", e);
    }
  }

  static ServerVersion parse(String said) throws IOException {
    List<String> found = new ArrayList<>();
    Matcher matcher = VERSION.matcher(said);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    Optional<String> version =
        found.stream()
            .filter(v -> v.contains("MariaDB"))
            .findFirst()
            .or(() -> found.stream().reduce((a, b) -> b));
    boolean mariadb = said.contains("MariaDB") || said.contains("mariadb");
    return ServerVersion.parse(
        version.orElseThrow(() -> new IOException("no version in its answer"))
            + (mariadb && !version.get().contains("MariaDB") ? "-MariaDB" : ""));
  }
}
