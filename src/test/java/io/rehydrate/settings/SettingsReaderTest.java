package io.rehydrate.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rehydrate.error.InvalidException;
import io.rehydrate.support.HomeFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {
  @TempDir Path folder;
  private HomeFolder home;

  @BeforeEach
  void a_sound_home() {
    home = HomeFolder.in(folder);
  }

  private String problems() {
    InvalidException problems = catchThrowableOfType(InvalidException.class, home::read);
    assertThat(problems).as("no problem was found").isNotNull();
    assertThat(problems.code()).isEqualTo("settings.invalid");
    return problems.getMessage();
  }

  @Test
  void defaults() {
    Settings settings = home.read();

    assertThat(settings.source().kind()).isEqualTo("server");
    assertThat(settings.source().schemas()).containsExactly("insurance");
    assertThat(settings.plan())
        .isEqualTo(new Settings.PlanFile(folder.resolve("plan.yaml"), 0.01, 0.5, 0.5, true));
    int cores = Runtime.getRuntime().availableProcessors();
    assertThat(settings.tools())
        .isEqualTo(new Settings.Tools(java.util.Optional.empty(), cores, cores, cores));
    assertThat(settings.maskKeyFile()).isEmpty();
    assertThat(settings.store())
        .isEqualTo(new Settings.Store(folder.resolve("store"), Period.ofDays(7), 3));
    assertThat(settings.nightly())
        .isEqualTo(new Settings.Nightly("0 0 2 * * ?", ZoneId.systemDefault()));
    assertThat(settings.refresh().inbox()).isEqualTo(folder.resolve("inbox"));
    assertThat(settings.migrations().repository()).isEmpty();
    assertThat(settings.migrations().path()).isEqualTo("db/migration");
    assertThat(settings.targets()).isEmpty();
    assertThat(settings.http())
        .isEqualTo(new Settings.Http("127.0.0.1", 8080, 8081, Optional.empty()));
    assertThat(settings.state().url())
        .isEqualTo("jdbc:sqlite:" + folder.resolve("state/rehydrate.db"));
    assertThat(settings.deadlines())
        .isEqualTo(
            new Settings.Deadlines(
                Duration.ofHours(6),
                Duration.ofHours(8),
                Duration.ofHours(4),
                Duration.ofHours(2),
                Duration.ofHours(2),
                Duration.ofHours(1),
                Duration.ofMinutes(5),
                Duration.ofHours(2)));
    assertThat(settings.keepRuns()).isEqualTo(Duration.ofDays(90));
    assertThat(settings.flyway()).isEmpty();
    assertThat(settings.overriddenByEnvironment()).isEmpty();
  }

  @Test
  void explicit_values() throws Exception {
    Files.createDirectories(folder.resolve("bin"));
    home.withFile("mask.key", "k".repeat(32), "rw-------")
        .with("source.schemas", "insurance, billing")
        .with("tools.directory", "bin")
        .with("dump.workers", 3)
        .with("refresh.workers", 5)
        .with("source.workers", 2)
        .with("plan.file", "plans/small.yaml")
        .with("plan.max-core-loss", "2.5%")
        .with("plan.max-kept", "40%")
        .with("dump.max-change", "20%")
        .with("dump.verify", "hashes")
        .with("mask.key-file", "mask.key")
        .with("store.directory", "/srv/dumps")
        .with("store.keep-within", "30d")
        .with("store.keep-last", 9)
        .with("nightly.cron", "30 3 * * 1-5")
        .with("nightly.time-zone", "Europe/Berlin")
        .with("refresh.inbox", "requests")
        .with("migrations.repository", "https://git.example/app.git")
        .with("migrations.path", "sql")
        .with("camel.server.host", "localhost")
        .with("camel.server.port", 0)
        .with("camel.management.port", 9000)
        .with("state.url", "jdbc:sqlite:/var/lib/rehydrate/runs.db")
        .with("deadline.night", "90m")
        .with("runs.keep", "14d")
        .with("flyway.table", "versions");
    Settings settings = home.read();

    assertThat(settings.source().schemas()).containsExactly("insurance", "billing");
    assertThat(settings.tools())
        .isEqualTo(new Settings.Tools(java.util.Optional.of(folder.resolve("bin")), 3, 5, 2));
    assertThat(settings.plan())
        .isEqualTo(
            new Settings.PlanFile(folder.resolve("plans/small.yaml"), 0.025, 0.4, 0.2, false));
    assertThat(settings.maskKeyFile()).contains(folder.resolve("mask.key"));
    assertThat(settings.store())
        .isEqualTo(new Settings.Store(Path.of("/srv/dumps"), Period.ofDays(30), 9));
    assertThat(settings.nightly())
        .isEqualTo(
            new Settings.Nightly("0 30 3 ? * MON,TUE,WED,THU,FRI", ZoneId.of("Europe/Berlin")));
    assertThat(settings.refresh().inbox()).isEqualTo(folder.resolve("requests"));
    assertThat(settings.migrations().repository()).contains("https://git.example/app.git");
    assertThat(settings.migrations().path()).isEqualTo("sql");
    assertThat(settings.http())
        .isEqualTo(new Settings.Http("localhost", 0, 9000, Optional.empty()));
    assertThat(settings.state().url()).isEqualTo("jdbc:sqlite:/var/lib/rehydrate/runs.db");
    assertThat(settings.deadlines().night()).isEqualTo(Duration.ofMinutes(90));
    assertThat(settings.keepRuns()).isEqualTo(Duration.ofDays(14));
    assertThat(settings.flyway()).isEqualTo(Map.of("flyway.table", "versions"));
  }

  @Test
  void tells_all_problems_together() {
    home.without("source.username")
        .with("store.keep-last", "many")
        .with("store.keep-within", "7 weeks")
        .with("dump.wrokers", 2)
        .with("nightly.time-zone", "Europe/Berlim")
        .with("nightly.cron", "0 2 1 * 1")
        .with("refresh.mode", "beside")
        .with("target.Dev_A.url", "x");

    assertThat(problems().lines())
        .hasSize(9)
        .anyMatch(line -> line.contains("8 problems in " + folder))
        .anyMatch(line -> line.contains("source.username: is missing; name the account"))
        .anyMatch(line -> line.contains("store.keep-last = many: write a whole number"))
        .anyMatch(line -> line.contains("store.keep-within = 7 weeks: write whole days, as 7d"))
        .anyMatch(
            line ->
                line.contains("dump.wrokers: there is no such key; did you mean 'dump.workers'?"))
        .anyMatch(line -> line.contains("did you mean 'Europe/Berlin'?"))
        .anyMatch(line -> line.contains("day of month and day of week are both given"))
        .anyMatch(line -> line.contains("refresh.mode = beside: write swap or in-place"))
        .anyMatch(line -> line.contains("target.Dev_A: a target's name is 1 to 40 of"));
  }

  @ParameterizedTest
  @CsvSource({
    "source.passwort, source.password",
    "store.keepWithin, store.keep-within",
    "nightly.timezone, nightly.time-zone",
    "deadline.dumpfile, deadline.dump-file",
    "target.dev.usernam, target.dev.username"
  })
  void names_the_nearest_right_key(String mistaken, String right) {
    home.withTarget("dev").with(mistaken, "hush-hush");

    assertThat(problems())
        .contains(mistaken + ": there is no such key; did you mean '" + right + "'?")
        .doesNotContain("hush");
  }

  @Test
  void an_unknown_key_is_found_under_every_prefix_of_ours() {
    List<String> prefixes =
        List.of(
            "source",
            "scratch",
            "aws",
            "plan",
            "tools",
            "dump",
            "mask",
            "store",
            "nightly",
            "refresh",
            "migrations",
            "target",
            "logging",
            "runs",
            "users",
            "state",
            "notify",
            "deadline",
            "cost");
    prefixes.forEach(prefix -> home.with(prefix + ".zzzzzzzzz", "1"));

    String problems = problems();

    assertThat(prefixes)
        .allSatisfy(prefix -> assertThat(problems).contains(prefix + ".zzzzzzzzz: there is no"));
  }

  @Test
  void keys_of_camel_and_of_the_user_pass_untouched() {
    home.with("camel.main.shutdownTimeout", "{{no.such.key}}").with("my.own", "{{nor.this}}");

    assertThat(home.read().placeholders())
        .doesNotContainKeys("camel.main.shutdownTimeout", "my.own");
  }

  @Test
  void another_kind_of_source_needs_no_url() {
    home.with("source.kind", "own-kind");
    List.of("source", "scratch")
        .forEach(s -> home.without(s + ".url").without(s + ".username").without(s + ".password"));
    Settings settings = home.read();

    assertThat(settings.source().login()).isEmpty();
    assertThat(settings.scratch()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "source.kind, Aurora Snapshot, a kind is",
    "source.schemas, mysql, the server's own schema",
    "source.schemas, 'a,a', names something twice",
    "plan.max-core-loss, 200%, percentage",
    "plan.max-kept, half, percentage",
    "dump.workers, 0, whole number from 1",
    "tools.directory, no-such-folder, there is no such folder",
    "store.directory, /srv/a?b, has one of",
    "store.keep-last, 0, whole number from 1",
    "deadline.night, 8, write a duration",
    "deadline.git, 0m, more than nothing",
    "refresh.mode, fast, write swap",
    "camel.server.port, 70000, whole number from 0",
    "camel.management.port, 8080, is camel.server.port too",
    "migrations.path, ../../etc, inside the repository",
    "state.url, jdbc:sqlite::memory:, what is not on disk is lost",
    "flyway.initSql, DROP, is set for every run by itself",
    "flyway.init-sql, DROP, is set for every run by itself",
    "flyway.jdbcProperties.x, y, is set for every run by itself",
    "flyway.tabel, versions, did you mean 'flyway.table'?",
    "flyway.out-of-order, true, did you mean 'flyway.outOfOrder'?",
    "flyway.tablespace, x, it has no effect here",
    "flyway.plugins.x, y, there is no such key",
    "flyway.outOfOrder, perhaps, Flyway does not take it",
    "flyway.target, next year, Flyway does not take it",
    "flyway.encoding, klingon, Flyway does not take it",
    "flyway.ignoreMigrationPatterns, missing, Flyway does not take it",
    "logging.level, loud, write one of error",
    "logging.level, off, write one of error",
    "logging.keep, abc, write whole days",
    "logging.keep, 0, more than nothing",
    "logging.keep, 99999d, at most 3650d",
    "logging.rotation, daily, write a size as",
    "logging.rotation, 0MB, write a size as",
    "logging.json, yes, write true or false",
    "notify.slack, hooks.slack.example, write https://host/path",
    "notify.ntfy, ops, write https://host/path",
    "notify.ping, 'https://u:p@ping.example/', without a login in it",
    "notify.on, night-faild, did you mean 'night-failed'?",
    "notify.on, '', name at least one of night-failed",
    "notify.on, 'night-held, night-held', names something twice",
    "notify.mail.port, 465, give the port for STARTTLS",
    "notify.mail.host, 'mail.example:25', write the name of a server",
    "notify.mail.from, 'Ops <ops@example.org>', write name@host",
    "notify.mail.to, ops, write name@host",
    "notify.mail.password, x, 'is given, and notify.mail.username is not'",
    "clones.directory, /no/such/folder, there is no such folder",
    "clones.directory, '/srv/ä', has characters that a server's options can't take",
    "clones.server, /usr/sbin/mysqld, has no effect where clones.directory is not set",
    "clones.max, 5, has no effect where clones.directory is not set",
    "users.file, people.properties, there is no such file",
    "users.session, 5s, is too short",
    "users.proxies, localhost, is not an IP address",
    "users.proxy-header, 'X User', is not a header's name",
    "users.proxy-header, Cookie, has a meaning of its own",
    "users.proxy-header, X-User, users.proxies: is missing",
    "cost.currency, EUR, has no effect where source.kind is server",
    "state.username, x, has no effect where state.url is SQLite",
    "camel.main.name, other, is always rehydrate here",
    "camel.main.stream-caching-enabled, true, is always false here",
    "camel.management.metricsEnabled, false, is always true here",
    "camel.server.enabled, false, is always true here",
    "camel.main.routesIncludePattern, 'classpath:*', routes are the files",
    "camel.server.max-body-size, 9999999, a request holds"
  })
  void bad_values(String key, String value, String told) {
    assertThat(problems(home.with(key, value))).contains(key).contains(told);
  }

  private String problems(HomeFolder changed) {
    home = changed;
    return problems();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ext::sh -c touch /tmp/x",
        "ssh://-oProxyCommand=touch",
        "-u@host:x",
        "https://user:tok3n@git.example/app.git",
        "no/such/folder",
        "git://git.example/app.git"
      })
  void a_repository_address_that_runs_programs_or_holds_a_login_is_refused(String address) {
    assertThat(problems(home.with("migrations.repository", address)))
        .contains("migrations.repository: is neither")
        .doesNotContain("tok3n");
  }

  @Test
  void a_local_repository_becomes_absolute() throws Exception {
    Files.createDirectories(folder.resolve("repo"));

    assertThat(home.with("migrations.repository", "repo").read().migrations().repository())
        .contains(folder.resolve("repo").toString());
  }

  @Test
  void a_scratch_at_the_source_s_address_is_refused() {
    home.with("scratch.url", "jdbc:mariadb://SOURCE.example.");

    assertThat(problems()).contains("scratch.url").contains("is the source itself");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "10.0.0.4", "db.example", "localhost.evil.example", "::"})
  void beyond_loopback_only_with_users(String host) {
    assertThat(problems(home.with("camel.server.host", host)))
        .contains("camel.server.host = " + host);
    home.without("camel.server.host");
    assertThat(problems(home.with("camel.management.host", host)))
        .contains("camel.management.host = " + host);
  }

  @ParameterizedTest
  @CsvSource({
    "'', rw-------, names no user",
    "'# nobody', rw-------, names no user",
    "ann = viewer, rw-------, nobody is an operator",
    "ann = operator, rw-r-----, others may read",
    "ann = operator, rw----r--, others may read",
    "ann, rw-------, line 1 is not",
    "ann = king, rw-------, no known role",
    "Ann = operator, rw-------, a name that is none",
    "'ann = operator, secret', rw-------, no known hash"
  })
  void a_users_file_that_the_daemon_cannot_go_by(String text, String mode, String told) {
    home.withFile("users.properties", text, mode);

    assertThat(problems()).contains("users.file").contains(told).doesNotContain("secret");
  }

  @Test
  void a_missing_or_broken_file_is_told() throws Exception {
    assertThatThrownBy(() -> SettingsReader.read(folder, Map.of()))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("does not exist");
    Files.write(folder.resolve("application.properties"), new byte[] {'a', '=', (byte) 0xff});
    assertThatThrownBy(() -> SettingsReader.read(folder, Map.of()))
        .hasMessageContaining("is not UTF-8 text");
    Files.writeString(folder.resolve("application.properties"), "a=\\u12");
    assertThatThrownBy(() -> SettingsReader.read(folder, Map.of())).hasMessageContaining("\\u");
  }

  @Test
  void a_key_that_stands_there_twice_is_told() throws Exception {
    Files.writeString(
        folder.resolve("application.properties"), "store.keep-last=3\nstore.keep-last=4\n");

    assertThatThrownBy(() -> SettingsReader.read(folder, Map.of()))
        .hasMessageContaining("store.keep-last: duplicate key");
  }

  @Test
  void an_environment_variable_beats_the_file() {
    home.with("store.directory", "here")
        .withTarget("dev-a")
        .withEnvironment("STORE_DIRECTORY", "/there")
        .withEnvironment("TARGET_DEV_A_USERNAME", "somebody")
        .withEnvironment("CAMEL_SERVER_HOST", "127.0.0.2")
        .withEnvironment("PATH", "/usr/bin");
    Settings settings = home.read();

    assertThat(settings.store().directory()).isEqualTo(Path.of("/there"));
    assertThat(settings.targets().get(new TargetName("dev-a")).login().username())
        .isEqualTo("somebody");
    assertThat(settings.http().host()).isEqualTo("127.0.0.2");
    assertThat(settings.overriddenByEnvironment())
        .isEqualTo(Set.of("store.directory", "target.dev-a.username", "camel.server.host"));
  }

  @Test
  void a_variable_may_not_open_the_server_to_the_world_either() {
    assertThat(problems(home.withEnvironment("CAMEL_SERVER_HOST", "0.0.0.0")))
        .contains("camel.server.host = 0.0.0.0");
  }

  @Test
  void a_variable_may_not_set_what_camel_must_have() {
    assertThat(problems(home.withEnvironment("CAMEL_MAIN_STREAMCACHINGENABLED", "true")))
        .contains("CAMEL_MAIN_STREAMCACHINGENABLED: would set camel.main.streamCachingEnabled");
    assertThat(problems(home.withEnvironment("CAMEL_MAIN_ROUTES_INCLUDE_PATTERN", "x")))
        .contains("CAMEL_MAIN_ROUTES_INCLUDE_PATTERN: would set");
  }

  @Test
  void the_value_that_camel_must_have_may_be_written_down() {
    home.with("camel.main.name", "rehydrate").with("camel.server.enabled", "true");

    assertThat(home.read().placeholders()).doesNotContainKey("camel.main.name");
  }

  @Test
  void prices_without_that_of_an_hour_are_refused() {
    home = HomeFolder.atAws(folder, "aurora-clone").with("cost.currency", "EUR");

    assertThat(problems()).contains("cost.currency: has no effect without cost.instance-hour");
  }

  @Test
  void capacities_without_a_serverless_class_are_refused() {
    home =
        HomeFolder.atAws(folder, "aurora-clone")
            .with("scratch.min-acu", 1)
            .with("scratch.max-acu", 2);

    assertThat(problems()).contains("scratch.max-acu: has no effect without db.serverless");
  }

  @Test
  void a_schema_that_the_scratch_s_address_names_is_not_asked_for() {
    home.with("scratch.url", "jdbc:mysql://scratch.example/not_there?sslMode=REQUIRED");

    assertThat(home.read().scratch().orElseThrow().login().url().schema()).isEmpty();
    assertThat(home.read().scratch().orElseThrow().login().url().sslMode()).isEqualTo("REQUIRED");
  }

  @Test
  void what_the_routes_take_is_resolved_and_has_its_default() {
    home.with("nightly.time-zone", "UTC").with("store.directory", "dumps");

    assertThat(home.read().placeholders())
        .containsEntry("store.directory", folder.resolve("dumps").toString())
        .containsEntry("refresh.inbox", folder.resolve("inbox").toString())
        .containsEntry("nightly.cron", "0 0 2 * * ?")
        .containsEntry("nightly.time-zone", "UTC")
        .containsEntry("source.kind", "server")
        .containsEntry("source.schemas", "insurance")
        .containsEntry("dump.workers", String.valueOf(Runtime.getRuntime().availableProcessors()))
        .containsEntry("deadline.dump-file", "7200000")
        .containsEntry("camel.management.host", "127.0.0.1")
        .containsEntry("camel.server.port", "8080")
        .doesNotContainKey("notify.webhook");
  }

  @Test
  void every_key_has_its_line_in_the_reference() throws Exception {
    String reference = Files.readString(Path.of("docs", "settings.md"));

    assertThat(KnownKeys.all()).allSatisfy(key -> assertThat(reference).contains("`" + key + "`"));
    assertThat(KnownKeys.OF_TARGET)
        .allSatisfy(key -> assertThat(reference).contains("`target.<t>." + key + "`"));
  }
}
