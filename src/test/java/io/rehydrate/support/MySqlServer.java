package io.rehydrate.support;

import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * MySQL servers in containers that all tests of one JVM share, as {@link TestServers} are; for a
 * {@link ContainerTest} alone. The system property {@code mysql.image} names the image, which needs
 * nothing but {@code mysqld} and a shell.
 */
public final class MySqlServer {
  static final String IMAGE = System.getProperty("mysql.image", "mysql:8.4");
  private static final int PORT = 3306;
  private static final Secret PASSWORD = new Secret("root-word");
  private static final Map<String, GenericContainer<?>> STARTED = new HashMap<>();
  private static boolean failed;

  private static final String INIT =
      "CREATE USER root@'%' IDENTIFIED BY '"
          + PASSWORD.reveal()
          + "';\nGRANT ALL ON *.* TO root@'%' WITH GRANT OPTION;\n";

  /** An image's own way of starting differs, so it is left aside. */
  private static final String START =
      """
      set -e
      mkdir -p /var/run/mysqld /var/lib/mysql-files /data/mysql
      mysqld --no-defaults --initialize-insecure --user=root --datadir=/data/mysql
      exec mysqld --no-defaults --user=root --datadir=/data/mysql --init-file=/init.sql \\
        --server-id=%d --mysqlx=OFF --innodb-buffer-pool-size=128M \\
        --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=OFF --sync-binlog=0
      """;

  private MySqlServer() {}

  /** The server that plays production. */
  public static synchronized ServerLogin source() {
    return server("source", 1);
  }

  /** The server that plays the scratch. */
  public static synchronized ServerLogin scratch() {
    return server("scratch", 2);
  }

  /** The server that plays a developer's. */
  public static synchronized ServerLogin target() {
    return server("target", 3);
  }

  private static ServerLogin server(String name, int id) {
    GenericContainer<?> server = STARTED.computeIfAbsent(name, n -> start(id));
    String address = server.getHost() + ":" + server.getMappedPort(PORT);
    return new ServerLogin(ServerUrl.parse("jdbc:mysql://" + address), "root", PASSWORD);
  }

  /** Testcontainers removes it when the JVM ends. What failed once is not waited for again. */
  @SuppressWarnings("resource")
  private static GenericContainer<?> start(int id) {
    GenericContainer<?> server =
        new GenericContainer<>(DockerImageName.parse(IMAGE))
            .withCreateContainerCmdModifier(
                create -> create.withEntrypoint("sh", "-c", START.formatted(id)))
            .withCopyToContainer(Transferable.of(INIT), "/init.sql")
            .withTmpFs(Map.of("/data", "rw"))
            .withExposedPorts(PORT)
            .waitingFor(
                Wait.forLogMessage("(?s).*ready for connections. Version.*port: 3306.*", 1)
                    .withStartupTimeout(Duration.ofMinutes(3)));
    if (failed) {
      throw new IllegalStateException("The first container of " + IMAGE + " did not start");
    }
    failed = true;
    server.start();
    failed = false;
    return server;
  }
}
