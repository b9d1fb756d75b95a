package io.rehydrate.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rehydrate.error.InvalidException;
import io.rehydrate.support.CopiedRoutes;
import io.rehydrate.support.HomeFolder;
import io.rehydrate.support.TestCertificate;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every key of the reference has an effect, or is refused by name. */
class EveryKeyTest {
  private static final Pattern KEY = Pattern.compile("`([a-z]+\\.[a-z0-9<>.-]+[a-z])`");
  private static final String SERVER = "server";

  /** Another value than the default, and what else it needs. */
  private record Sample(String kind, String value, Map<String, String> with) {}

  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  /** What keys of clones need; only root runs their servers as another account. */
  private static final String[] CLONES =
      ROOT
          ? new String[] {
            "clones.directory", "bin", "clones.server", "/bin/sh", "clones.user", "nobody"
          }
          : new String[] {"clones.directory", "bin", "clones.server", "/bin/sh"};

  private static final Map<String, Sample> SAMPLES = new LinkedHashMap<>();

  private static void sample(String key, String value, String... with) {
    of(SERVER, key, value, with);
  }

  private static void of(String kind, String key, String value, String... with) {
    Map<String, String> others = new LinkedHashMap<>();
    for (int i = 0; i < with.length; i += 2) {
      others.put(with[i], with[i + 1]);
    }
    SAMPLES.put(key, new Sample(kind, value, others));
  }

  static {
    sample("source.kind", "own-kind");
    sample("source.url", "jdbc:mysql://other.example/insurance");
    sample("source.username", "other");
    sample("source.password", "other");
    sample("source.password-file", "secret", "source.password", "-");
    sample("source.ca-file", "own.pem");
    sample("source.schemas", "other");
    of("aurora-clone", "source.cluster", "other");
    of("rds-instance", "source.instance", "other");
    of("rds-instance", "source.snapshot", "latest");
    of("rds-instance", "source.snapshot-max-age", "12h");
    sample("scratch.url", "jdbc:mysql://other.example");
    sample("scratch.username", "other");
    sample("scratch.password", "other");
    sample("scratch.password-file", "secret", "scratch.password", "-");
    sample("scratch.ca-file", "own.pem");
    sample("scratch.memory", "77MB");
    of("aurora-snapshot", "scratch.prefix", "other");
    of("aurora-snapshot", "scratch.instance-classes", "db.r6g.large");
    String[] serverless = {"scratch.instance-classes", "db.serverless", "scratch.min-acu", "1"};
    of(
        "aurora-snapshot",
        "scratch.min-acu",
        "2",
        "scratch.instance-classes",
        "db.serverless",
        "scratch.max-acu",
        "4");
    of("aurora-snapshot", "scratch.max-acu", "8", serverless);
    of("aurora-snapshot", "scratch.max-leftovers", "2");
    of("aurora-snapshot", "scratch.subnet-group", "private");
    of("aurora-snapshot", "scratch.security-groups", "sg-0a1b2c3d");
    of("aurora-snapshot", "scratch.cluster-parameter-group", "own");
    of("aurora-snapshot", "scratch.parameter-group", "own");
    of("aurora-snapshot", "aws.region", "eu-west-1");
    of("aurora-snapshot", "aws.endpoint", "http://127.0.0.1:9");
    of("aurora-snapshot", "aws.poll-interval", "5s");
    sample("plan.file", "other.yaml");
    sample("plan.max-core-loss", "2%");
    sample("plan.max-kept", "40%");
    sample("tools.directory", "bin");
    sample("dump.workers", "77");
    sample("refresh.workers", "77");
    sample("source.workers", "77");
    sample("mask.key-file", "secret");
    sample("store.directory", "elsewhere");
    sample("store.keep-within", "8d");
    sample("store.keep-last", "4");
    sample("archive.kind", "file", "archive.file.directory", "bin", "archive.s3.bucket", "-");
    sample("archive.keep-within", "8d", "archive.kind", "file", "archive.file.directory", "bin");
    sample("archive.file.directory", "bin", "archive.kind", "file", "archive.file.directory", ".");
    String[] bucket = {"archive.kind", "s3", "archive.s3.bucket", "dumps"};
    sample("archive.s3.bucket", "other", bucket);
    sample("archive.s3.prefix", "other/", bucket);
    sample("archive.s3.region", "eu-west-1", bucket);
    sample("archive.s3.endpoint", "http://127.0.0.1:9", bucket);
    String[] sftp = {
      "archive.kind",
      "sftp",
      "archive.sftp.host",
      "h",
      "archive.sftp.directory",
      "d",
      "archive.sftp.username",
      "u",
      "archive.sftp.password",
      "p",
      "archive.sftp.known-hosts-file",
      "secret"
    };
    sample("archive.sftp.host", "other", sftp);
    sample("archive.sftp.port", "2222", sftp);
    sample("archive.sftp.directory", "other", sftp);
    sample("archive.sftp.username", "other", sftp);
    sample("archive.sftp.password", "other", sftp);
    sample("archive.sftp.key-file", "secret", sftp);
    sample("archive.sftp.known-hosts-file", "people", sftp);
    sample(
        "archive.sftp.password-file",
        "secret",
        Arrays.stream(sftp)
            .filter(text -> !text.endsWith("password") && !text.equals("p"))
            .toArray(String[]::new));
    sample("nightly.cron", "30 3 * * 1-5");
    sample("nightly.time-zone", "Pacific/Apia");
    sample("refresh.inbox", "elsewhere");
    sample("refresh.mode", "in-place");
    sample("migrations.repository", "https://git.example/app.git");
    sample("migrations.path", "sql");
    sample(
        "migrations.rehearse", "main, release/*", "migrations.repository", "https://git.example/a");
    sample("migrations.rehearse-limit", "9, 30m");
    sample("migrations.command", "/bin/true {schema}");
    for (String rest : List.of("url", "username", "password", "schemas", "after", "ca-file")) {
      sample("target.<t>." + rest, "other");
    }
    sample("target.<t>.url", "jdbc:mysql://other.example/dev");
    sample("target.<t>.schemas", "insurance=other");
    sample("target.<t>.after", "own.pem");
    sample("target.<t>.ca-file", "own.pem");
    sample("target.<t>.password-file", "secret", "target.dev.password", "-");
    sample("target.<t>.migration-username", "m", "target.dev.migration-password", "m");
    sample("target.<t>.migration-password", "m", "target.dev.migration-username", "m");
    sample("target.<t>.migration-password-file", "secret", "target.dev.migration-username", "m");
    sample("target.<t>.owners", "jane");
    sample("target.<t>.keep-tables", "notes");
    sample(
        "target.<t>.clone",
        "true",
        Stream.concat(
                Stream.of(CLONES), Stream.of("target.dev.url", "jdbc:mysql://localhost/insurance"))
            .toArray(String[]::new));
    sample("camel.server.host", "localhost");
    sample("camel.server.port", "8090");
    sample("camel.server.plain", "true");
    sample("tls.certificate-file", "own.pem", "tls.key-file", "own.key");
    sample("tls.key-file", "own.key", "tls.certificate-file", "own.pem");
    sample("camel.management.host", "localhost");
    sample("camel.management.port", "8091");
    sample("users.file", "people");
    sample("users.session", "7m");
    sample("users.proxy-header", "X-User", "users.file", "people", "users.proxies", "::1");
    sample("users.proxies", "127.0.0.1");
    sample("state.directory", "elsewhere");
    sample("state.url", "jdbc:sqlite:other.db");
    String[] onServer = {
      "state.url", "jdbc:mysql://s.example/state", "state.username", "u", "state.password", "p"
    };
    sample("state.username", "other", onServer);
    sample("state.password", "other", onServer);
    sample(
        "state.password-file",
        "secret",
        "state.url",
        "jdbc:mysql://s.example/state",
        "state.username",
        "u");
    sample("runs.keep", "5d");
    sample("logging.level", "debug");
    sample("logging.directory", "elsewhere");
    sample("logging.rotation", "1MB");
    sample("logging.keep", "5d");
    sample("logging.json", "true");
    for (String name : List.of("webhook", "slack", "ntfy", "ping")) {
      sample("notify." + name, "https://hooks.example/x");
    }
    sample(
        "notify.webhook-secret", "s".repeat(16), "notify.webhook", "https://hooks.example/before");
    sample(
        "notify.webhook-secret-file", "secret", "notify.webhook", "https://hooks.example/before");
    sample("notify.on", "night-failed");
    String[] mail = {
      "notify.mail.host",
      "mail.example",
      "notify.mail.from",
      "r@example",
      "notify.mail.to",
      "o@example"
    };
    sample("notify.mail.host", "other.example", mail);
    sample("notify.mail.port", "25", mail);
    sample("notify.mail.from", "other@example", mail);
    sample("notify.mail.to", "other@example", mail);
    sample("notify.mail.ca-file", "own.pem", mail);
    String[] login = {
      mail[0],
      mail[1],
      mail[2],
      mail[3],
      mail[4],
      mail[5],
      "notify.mail.username",
      "u",
      "notify.mail.password",
      "p"
    };
    sample("notify.mail.username", "other", login);
    sample("notify.mail.password", "other", login);
    sample(
        "notify.mail.password-file",
        "secret",
        mail[0],
        mail[1],
        mail[2],
        mail[3],
        mail[4],
        mail[5],
        "notify.mail.username",
        "u");
    String[] priced = {"cost.instance-hour", "0.3"};
    of("aurora-clone", "cost.currency", "EUR", priced);
    of("aurora-clone", "cost.instance-hour", "0.4");
    of("aurora-clone", "cost.acu-hour", "0.1");
    of("aurora-clone", "cost.storage-gb-month", "0.1", priced);
    of("aurora-clone", "cost.io-million", "0.2", priced);
    for (String name : List.of("night", "refresh", "statement", "dump-file", "migration", "git")) {
      sample("deadline." + name, "7m");
    }
    for (String name :
        List.of("resume", "ready", "snapshot", "restore", "instance", "connect", "delete")) {
      of("aurora-snapshot", "deadline." + name, "7m");
    }
    sample("daemon.name", "tools-b");
    sample("clones.directory", ".", CLONES);
    sample("clones.kind", "own-kind", CLONES);
    sample("clones.server", "/bin/ls", CLONES);
    sample("clones.host", "127.0.0.2", CLONES);
    sample("clones.ports", "40000-40009", CLONES);
    sample("clones.memory", "1G", CLONES);
    sample("clones.goldens", "3", CLONES);
    sample("clones.max", "7", CLONES);
    sample("clones.per-user", "7", CLONES);
    sample("clones.expire", "7h", CLONES);
    sample("clones.idle", "7h", CLONES);
    sample("clones.user", "daemon", CLONES);
    sample("deadline.clone", "7m", CLONES);
    sample("dump.verify", "hashes");
    sample("dump.max-change", "20%");
    sample("dump.sign-key-file", "x");
  }

  /** Keys without which the others of their sample are not complete, with a value to change. */
  private static final Map<String, String> NEEDED =
      Map.of(
          "scratch.min-acu", "1",
          "scratch.max-acu", "3",
          "migration-username", "before",
          "migration-password", "before",
          "migration-password-file", "before",
          "state.username", "before",
          "state.password", "before",
          "state.password-file", "before",
          "notify.mail.password-file", "before",
          "archive.sftp.password-file", "before");

  @TempDir Path folder;

  private HomeFolder home(Sample sample) throws Exception {
    HomeFolder home =
        sample.kind().equals(SERVER)
            ? HomeFolder.in(folder).withTarget("dev")
            : HomeFolder.atAws(folder, sample.kind());
    sample
        .with()
        .forEach(
            (key, value) -> {
              if (value.equals("-")) {
                home.without(key);
              } else {
                home.with(key, value);
              }
            });
    return home;
  }

  /** Those in the first column of a table, and those that are not available yet. */
  private static Set<String> documented() throws Exception {
    String[] parts = Files.readString(Path.of("docs", "settings.md")).split("## Not available yet");
    String tables =
        parts[0]
            .lines()
            .filter(line -> line.startsWith("|"))
            .map(line -> line.split("\\|")[1])
            .collect(Collectors.joining("\n"));
    return KEY.matcher(tables + parts[1])
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void the_samples_are_all_that_the_reference_has() throws Exception {
    assertThat(SAMPLES.keySet()).containsExactlyInAnyOrderElementsOf(documented());
    assertThat(documented()).containsAll(KnownKeys.all());
    assertThat(documented())
        .containsAll(KnownKeys.OF_TARGET.stream().map(rest -> "target.<t>." + rest).toList());
  }

  @Test
  void each_changes_something_that_is_read_or_is_refused_by_name() throws Exception {
    Path ownKey = TestCertificate.make(folder, "own").key();
    Files.setPosixFilePermissions(ownKey, PosixFilePermissions.fromString("rw-------"));
    Files.createDirectories(folder.resolve("bin"));
    HomeFolder.in(folder).withFile("people", "jane = operator\n", "rw-------");
    HomeFolder.in(folder).withFile("secret", "s".repeat(40), "rw-------");
    String routes = routes();
    for (Map.Entry<String, Sample> entry : SAMPLES.entrySet()) {
      String key = entry.getKey().replace("<t>", "dev");
      Sample sample = entry.getValue();
      if (LaterKeys.problem(key).isPresent()) {
        assertRefused(home(sample).with(key, sample.value()), key);
      } else if (ROOT || !key.equals("clones.user")) {
        assertEffect(sample, key, routes);
      }
    }
  }

  private void assertEffect(Sample sample, String key, String routes) throws Exception {
    if (key.startsWith("tls.")) {
      Settings.Tls tls = home(sample).with(key, sample.value()).read().http().tls().orElseThrow();
      assertThat(List.of(tls.certificate(), tls.key()))
          .containsExactly(folder.resolve("own.pem"), folder.resolve("own.key"));
      return;
    }
    Settings after = home(sample).with(key, sample.value()).read();
    HomeFolder other = home(sample);
    boolean complete = !sample.with().containsValue("-");
    HomeFolder before = complete ? other : home(new Sample(sample.kind(), "", Map.of()));
    NEEDED.entrySet().stream()
        .filter(needed -> key.endsWith(needed.getKey()))
        .forEach(needed -> before.with(key.replace("-file", ""), needed.getValue()));
    boolean asText = key.startsWith("camel.") || routes.contains("{{" + key + "}}");
    Settings as = before.read();
    assertThat(
            asText
                ? !after.placeholders().get(key).equals(as.placeholders().get(key))
                : !core(as).equals(core(after)))
        .as(key + " = " + sample.value() + " changes nothing")
        .isTrue();
  }

  /** All of the settings but the texts for routes. */
  private static List<Object> core(Settings settings) {
    return Arrays.stream(Settings.class.getRecordComponents())
        .filter(component -> !component.getName().equals("placeholders"))
        .map(component -> value(component, settings))
        .toList();
  }

  private static Object value(RecordComponent component, Settings settings) {
    try {
      return component.getAccessor().invoke(settings);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertRefused(HomeFolder home, String key) {
    InvalidException problems = catchThrowableOfType(InvalidException.class, home::read);
    assertThat(problems).as(key + " is taken").isNotNull();
    assertThat(problems.getMessage()).contains(key, "not available yet");
  }

  private static String routes() throws Exception {
    StringBuilder all = new StringBuilder();
    for (Path file : CopiedRoutes.shipped()) {
      all.append(Files.readString(file));
    }
    return all.toString();
  }

  @Test
  void keys_of_another_kind_of_source_are_refused() throws Exception {
    for (Map.Entry<String, Sample> entry : SAMPLES.entrySet()) {
      if (!entry.getValue().kind().equals(SERVER)) {
        HomeFolder home = HomeFolder.in(folder).with(entry.getKey(), entry.getValue().value());
        assertThat(catchThrowableOfType(InvalidException.class, home::read))
            .as(entry.getKey())
            .hasMessageContaining(entry.getKey() + ": has no effect where source.kind is server");
      }
    }
    assertThat(
            HomeFolder.in(folder)
                .with("source.kind", "own-kind")
                .with("source.cluster", "prod")
                .read()
                .placeholders())
        .containsEntry("source.cluster", "prod");
  }
}
