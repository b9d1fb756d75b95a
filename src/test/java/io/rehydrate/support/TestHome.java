package io.rehydrate.support;

import io.rehydrate.demo.rds.FakeRds;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A home folder for a test: this repository's routes, and settings that point at the test servers.
 */
public final class TestHome {
  private final Path path;
  private final Map<String, String> settings = new LinkedHashMap<>();

  private TestHome(Path path) {
    this.path = path;
  }

  /** A home whose source is this schema of the server that plays production. */
  public static TestHome in(Path path, String schema) throws IOException {
    return in(path, schema, TestServers.source().root(), TestServers.scratch().root())
        .set("tools.directory", TestServers.source().programs().toString());
  }

  /** A home for looks at this source: its scratch does not exist, nor do client programs. */
  public static TestHome reading(Path path, String schema, ServerLogin source) throws IOException {
    return in(
        path,
        schema,
        source,
        new ServerLogin(ServerUrl.parse("jdbc:mysql://127.0.0.1:1"), "nobody", new Secret("x")));
  }

  /** A home for these two servers; without client programs of theirs. */
  public static TestHome in(Path path, String schema, ServerLogin source, ServerLogin scratch)
      throws IOException {
    TestHome home = new TestHome(path);
    CopiedRoutes.into(path);
    home.secret("mask.key", "0123456789abcdef0123456789abcdef");
    home.login("source", source, "/" + schema);
    home.login("scratch", scratch, "");
    home.set("mask.key-file", "mask.key");
    home.set("nightly.time-zone", "UTC");
    home.set("dump.verify", "hashes"); // the load of each dump is DumpTrialTest's matter
    home.set("camel.server.port", "0");
    return home;
  }

  private void login(String prefix, ServerLogin login, String suffix) throws IOException {
    secret(prefix + ".password", login.password().reveal());
    set(prefix + ".url", login.url().toString() + suffix);
    set(prefix + ".username", login.username());
    set(prefix + ".password-file", prefix + ".password");
  }

  /**
   * A home whose source is the cluster or instance {@code prod} of a simulated account. Credentials
   * are the process's own matter.
   */
  public static TestHome atAws(Path path, String kind, String schema, FakeRds rds)
      throws IOException {
    TestHome home = in(path, schema);
    for (String key : List.of("url", "username", "password-file")) {
      home.settings.remove("source." + key);
      home.settings.remove("scratch." + key);
    }
    home.set("source.kind", kind);
    home.set(kind.equals("rds-instance") ? "source.instance" : "source.cluster", "prod");
    home.set("source.schemas", schema);
    home.set("aws.region", rds.region());
    home.set("aws.endpoint", rds.endpoint().toString());
    home.set("aws.poll-interval", "1s");
    return home;
  }

  /** A file that only this account may read. */
  public TestHome secret(String name, String text) throws IOException {
    Files.createFile(
        path.resolve(name),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(path.resolve(name), text);
    return this;
  }

  /** A target whose one account may do everything. */
  public TestHome target(String name, ServerLogin login, String live) throws IOException {
    String prefix = "target." + name;
    login(prefix, login, "/" + live);
    set(prefix + ".migration-username", login.username());
    return set(prefix + ".migration-password-file", prefix + ".password");
  }

  public TestHome set(String key, String value) throws IOException {
    settings.put(key, value);
    Files.writeString(
        path.resolve("application.properties"),
        settings.entrySet().stream()
            .map(e -> e.getKey() + " = " + e.getValue() + "\n")
            .collect(Collectors.joining()));
    return this;
  }

  public TestHome plan(List<String> lines) throws IOException {
    Files.write(path.resolve("plan.yaml"), lines);
    return this;
  }

  public TestHome plan(String text) throws IOException {
    Files.writeString(path.resolve("plan.yaml"), text);
    return this;
  }

  public Path path() {
    return path;
  }
}
