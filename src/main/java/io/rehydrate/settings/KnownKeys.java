package io.rehydrate.settings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Every key that there is, with its default where that is a fixed text. */
final class KnownKeys {
  private static final Map<String, Optional<String>> KEYS = new LinkedHashMap<>();

  static {
    with("source.kind", "server");
    without("source.url", "source.username", "source.password", "source.password-file");
    without("source.ca-file", "scratch.ca-file");
    without("source.schemas", "source.cluster", "source.instance");
    with("source.snapshot", "create");
    with("source.snapshot-max-age", "36h");
    with("scratch.max-leftovers", "0");
    without("scratch.url", "scratch.username", "scratch.password", "scratch.password-file");
    without("scratch.memory");
    with("scratch.prefix", "rehydrate");
    with("scratch.instance-classes", "db.r7g.large");
    without("scratch.min-acu", "scratch.max-acu", "scratch.subnet-group");
    without("scratch.security-groups", "scratch.cluster-parameter-group");
    without("scratch.parameter-group", "aws.region", "aws.endpoint");
    with("aws.poll-interval", "20s");
    with("plan.file", "plan.yaml");
    with("plan.max-core-loss", "1%");
    with("plan.max-kept", "50%");
    with("dump.max-change", "50%");
    with("dump.verify", "restore");
    without("tools.directory", "dump.workers", "refresh.workers", "source.workers");
    without("mask.key-file");
    with("store.directory", "store");
    with("store.keep-within", "7d");
    with("store.keep-last", "3");
    with("archive.kind", "none");
    with("archive.keep-within", "30d");
    without("archive.file.directory", "archive.s3.bucket", "archive.s3.region");
    without("archive.s3.endpoint", "archive.sftp.host", "archive.sftp.directory");
    with("archive.s3.prefix", "rehydrate/");
    with("archive.sftp.port", "22");
    without("archive.sftp.username", "archive.sftp.password", "archive.sftp.password-file");
    without("archive.sftp.key-file", "archive.sftp.known-hosts-file");
    without("clones.directory", "clones.server", "clones.user");
    with("clones.kind", "reflink");
    with("clones.host", "127.0.0.1");
    with("clones.ports", "33100-33199");
    with("clones.memory", "128M");
    with("clones.goldens", "2");
    with("clones.max", "20");
    with("clones.per-user", "3");
    with("clones.expire", "3d");
    with("clones.idle", "12h");
    with("nightly.cron", "0 2 * * *");
    without("nightly.time-zone");
    with("refresh.inbox", "inbox");
    with("refresh.mode", "swap");
    without("migrations.repository", "migrations.command");
    with("migrations.path", "db/migration");
    without("migrations.rehearse");
    with("migrations.rehearse-limit", "50, 2h");
    with("camel.server.host", "127.0.0.1");
    with("camel.server.port", "8080");
    with("camel.server.plain", "false");
    without("camel.management.host", "tls.certificate-file", "tls.key-file");
    with("camel.management.port", "8081");
    without("logging.level");
    with("logging.directory", "logs");
    with("logging.rotation", "50MB");
    with("logging.keep", "30d");
    with("logging.json", "false");
    with("runs.keep", "90d");
    with("users.file", "users.properties");
    with("users.session", "12h");
    without("users.proxy-header", "users.proxies");
    with("state.directory", "state");
    with("state.url", "jdbc:sqlite:state/rehydrate.db");
    without("daemon.name");
    without("state.username", "state.password", "state.password-file");
    with("deadline.resume", "6h");
    with("deadline.night", "8h");
    with("deadline.refresh", "4h");
    with("deadline.clone", "4h");
    with("deadline.statement", "2h");
    with("deadline.dump-file", "2h");
    with("deadline.migration", "1h");
    with("deadline.git", "5m");
    with("deadline.ready", "30m");
    with("deadline.snapshot", "3h");
    with("deadline.restore", "4h");
    with("deadline.instance", "2h");
    with("deadline.connect", "15m");
    with("deadline.delete", "2h");
    without("notify.webhook", "notify.slack", "notify.ntfy", "notify.ping");
    without("notify.webhook-secret", "notify.webhook-secret-file");
    without("notify.mail.host", "notify.mail.from", "notify.mail.to", "notify.mail.username");
    without("notify.mail.password", "notify.mail.password-file", "notify.mail.ca-file");
    with("notify.mail.port", "587");
    with("notify.on", Notify.DEFAULT);
    without("cost.currency", "cost.instance-hour", "cost.acu-hour", "cost.storage-gb-month");
    without("cost.io-million");
  }

  /** Begins, behind {@code target.<t>.}, the keys whose ends are names of one's own. */
  static final String VALUE = "value.";

  /** What stands behind {@code target.<t>.}. */
  static final List<String> OF_TARGET =
      List.of(
          "url",
          "username",
          "password",
          "password-file",
          "ca-file",
          "schemas",
          "owners",
          "keep-tables",
          "clone",
          "after",
          "migration-username",
          "migration-password",
          "migration-password-file");

  private static final Set<String> OTHER_SECRETS =
      Set.of(
          "notify.webhook", "notify.webhook-secret", "notify.slack", "notify.ntfy", "notify.ping");

  private static final Set<String> PREFIXES =
      KEYS.keySet().stream()
          .map(KnownKeys::prefix)
          .filter(prefix -> !prefix.equals("camel."))
          .collect(Collectors.toUnmodifiableSet());

  private KnownKeys() {}

  private static void with(String key, String value) {
    KEYS.put(key, Optional.of(value));
  }

  private static void without(String... keys) {
    for (String key : keys) {
      KEYS.put(key, Optional.empty());
    }
  }

  private static String prefix(String key) {
    return key.substring(0, key.indexOf('.') + 1);
  }

  /** All keys but those of targets and Flyway. */
  static Set<String> all() {
    return Collections.unmodifiableSet(KEYS.keySet());
  }

  static Optional<String> defaultOf(String key) {
    return KEYS.getOrDefault(key, Optional.empty());
  }

  static List<String> ofTarget(String name) {
    return OF_TARGET.stream().map(rest -> "target." + name + "." + rest).toList();
  }

  /** Whether a key is none of ours although it stands where ours do. */
  static boolean isMistaken(String key) {
    if (isOfTarget(key)) {
      String rest = afterTargetName(key);
      return !OF_TARGET.contains(rest) && !rest.startsWith(VALUE);
    }
    return PREFIXES.contains(prefix(key)) && !KEYS.containsKey(key);
  }

  static boolean isOfTarget(String key) {
    return key.startsWith("target.");
  }

  private static String afterTargetName(String key) {
    return key.substring(key.indexOf('.', "target.".length()) + 1);
  }

  static boolean isDuration(String key) {
    return key.startsWith("deadline.")
        || key.equals("aws.poll-interval")
        || key.equals("users.session")
        || key.equals("clones.expire")
        || key.equals("clones.idle")
        || key.equals("source.snapshot-max-age");
  }

  /** Whether no message, log or route may hold the value. */
  static boolean isSecret(String key) {
    return key.endsWith("password") || OTHER_SECRETS.contains(key);
  }

  /** What a mistaken key was probably meant to be, as a question, or nothing. */
  static String question(String key) {
    List<String> known = new ArrayList<>(KEYS.keySet());
    int dot = key.indexOf('.', "target.".length());
    if (isOfTarget(key) && dot > 0) {
      known = ofTarget(key.substring("target.".length(), dot));
    }
    return NearestName.question(key, known);
  }
}
