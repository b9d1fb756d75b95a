package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.demo.DemoFolder;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.settings.Settings;
import io.rehydrate.settings.SettingsReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * {@code load-classes}: loads what most commands and a night load, and ends. The launcher lets the
 * JVM write these classes to an archive meanwhile, which later starts map instead of reading jars.
 */
@Command(
    name = "load-classes",
    hidden = true,
    description = "Loads classes, for the archive of which the launcher makes use.")
final class LoadClassesCommand implements Runnable {
  /** Used by a night and reached by no other way without a server. */
  private static final Pattern WHOLE =
      Pattern.compile(
          "(rehydrate|mysql-connector-j|HikariCP|flyway-(core|mysql)|commons-exec|spring-(jdbc|tx)"
              + "|zstd-jni|camel-(sql|exec|management|micrometer))\\b.*\\.jar");

  /** What asks for libraries that are not here, and what no night uses. */
  private static final Pattern APART =
      Pattern.compile(
          "META-INF/.*|.*(module|package)-info|com/mysql/cj/(x|xdevapi|protocol/x|mysqlx)/.*"
              + "|io/rehydrate/(aws2rds|bench|demo/rds)/.*");

  @Override
  public void run() {
    Logging.quiet();
    try {
      Path home = Files.createTempDirectory("rehydrate-classes");
      try (DemoFolder folder = DemoFolder.take(home)) {
        try {
          buildRoutes(folder);
        } finally {
          folder.delete();
        }
      }
      for (String jar : System.getProperty("java.class.path").split(File.pathSeparator)) {
        if (WHOLE.matcher(Path.of(jar).getFileName().toString()).matches()) {
          load(Path.of(jar));
        }
      }
    } catch (IOException e) {
      throw new StageFailedException(
          ErrorCode.CLASSES_UNREAD, "Classes can't be loaded (" + e.getMessage() + ")", "", e);
    }
  }

  /** On a home folder of its own: nothing is connected to, and no run is known. */
  private static void buildRoutes(DemoFolder folder) throws IOException {
    Path installation = Rehearsal.installation();
    Files.createDirectories(folder.path().resolve("secrets"));
    Files.createDirectories(folder.path().resolve("migrations.git"));
    for (String name : List.of("source", "scratch", "dev", "dev-migrations", "mask.key")) {
      folder.write("secrets/" + name, "nothing is opened with this".repeat(2));
    }
    folder.configure(
        installation,
        Map.of(
            "source",
            "127.0.0.1:1",
            "scratch",
            "127.0.0.1:2",
            "target",
            "127.0.0.1:3",
            "tools",
            folder.path().toString(),
            "port",
            "0",
            "management-port",
            "0"));
    Settings settings = SettingsReader.read(folder.path(), Map.of());
    try (Beans beans = Home.beans(settings, Logging.Mode.COMMAND, List.of())) {
      Engine.foreground(beans).close();
    }
  }

  private static void load(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      Stream<String> names =
          file.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.endsWith(".class"))
              .map(name -> name.substring(0, name.length() - ".class".length()))
              .filter(name -> !APART.matcher(name).matches())
              .map(name -> name.replace('/', '.'));
      names.forEach(LoadClassesCommand::load);
    }
  }

  private static void load(String name) {
    try {
      Class.forName(name, false, LoadClassesCommand.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      // it extends something of a library that is not here: nobody else will load it either
    }
  }
}
