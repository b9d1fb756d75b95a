package io.rehydrate.dehydrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.demo.EmbeddedMariaDb;
import io.rehydrate.error.RefusedException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mask.MaskKey;
import io.rehydrate.mask.MaskTable;
import io.rehydrate.mask.MaskedCopy;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.support.TestServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a server that logs all it can. */
class MaskSessionTest {
  private static final String SECRET = "Zq7-the-whole-key-as-text-Zq7-0123456789";
  private static final Set<String> PURPOSES = Set.of("email", "hash", "full-name", "words_cities");

  @TempDir static Path folder;
  private static EmbeddedMariaDb server;
  private static MaskKey key;

  @BeforeAll
  static void start() {
    server =
        EmbeddedMariaDb.start(
            Path.of("target", "mariadb").toAbsolutePath(),
            folder.resolve("talkative"),
            List.of(
                "--log-bin=talkative-bin",
                "--binlog-format=MIXED",
                "--general-log=1",
                "--general-log-file=general.txt",
                "--slow-query-log=1",
                "--slow-query-log-file=slow.txt",
                "--long-query-time=0",
                "--performance-schema=ON",
                "--innodb-flush-log-at-trx-commit=0"));
    key = MaskedCopy.testKey(SECRET);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Connection open() {
    return Sessions.open(server.root(), "scratch");
  }

  private static void run(String... statements) throws SQLException {
    try (Connection session = open()) {
      Sessions.run(session, statements);
    }
  }

  private static List<String> all(String query) throws SQLException {
    List<String> all = new ArrayList<>();
    try (Connection session = open();
        Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        all.add(String.valueOf(rows.getString(1)));
      }
    }
    return all;
  }

  /** The key and its subkeys as bytes, hex in both cases, and base64. */
  private static List<byte[]> traces() {
    List<byte[]> traces = new ArrayList<>();
    Stream.concat(
            Stream.of(SECRET.getBytes(StandardCharsets.UTF_8)),
            Stream.of("email", "hash", "full-name").map(key::subkey))
        .forEach(
            bytes -> {
              traces.add(bytes);
              traces.add(ascii(HexFormat.of().formatHex(bytes)));
              traces.add(ascii(HexFormat.of().withUpperCase().formatHex(bytes)));
              traces.add(ascii(Base64.getEncoder().withoutPadding().encodeToString(bytes)));
            });
    return traces;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The server's files that hold a trace: logs, binary logs, tables, temporary ones, redo. */
  private static List<String> filesWith(byte[] trace) throws IOException {
    String needle = new String(trace, StandardCharsets.ISO_8859_1);
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(needle)) {
          found.add(file.getFileName().toString());
        }
      }
    }
    return found;
  }

  @Test
  void a_server_whose_tables_in_memory_are_switched_off_takes_the_keys_too() throws Exception {
    String helper = TestServers.newSchema(TestServers.scratch());
    try (Connection session = Sessions.open(TestServers.scratch().root(), "scratch")) {
      Sessions.run(
          session,
          "SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION', SESSION enforce_storage_engine ="
              + " InnoDB");

      MaskSession.prepare(session, helper, key, PURPOSES);

      try (Statement statement = session.createStatement();
          ResultSet row =
              statement.executeQuery("SELECT COUNT(*) FROM " + helper + ".mask_keys AS mk")) {
        row.next();
        assertThat(row.getInt(1)).isEqualTo(1);
      }
    }
  }

  @Test
  void after_a_masked_copy_neither_the_key_nor_a_subkey_is_anywhere_on_the_server()
      throws Exception {
    run(
        "UPDATE performance_schema.setup_consumers SET enabled = 'YES'",
        "UPDATE performance_schema.setup_instruments SET enabled = 'YES' WHERE name LIKE 'statement/%'",
        "CREATE DATABASE shop",
        "CREATE DATABASE helper",
        "CREATE TABLE shop.people (id INT PRIMARY KEY, mail VARCHAR(60), name VARCHAR(60))",
        "CREATE TABLE shop.masked LIKE shop.people",
        "INSERT INTO shop.people VALUES (1, 'jane@control.test', 'Jane'), (2, NULL, '')");
    List<String> seenRunning;
    try (Connection session = open()) {
      MaskSession.prepare(session, "helper", key, PURPOSES);
      String copy =
          "INSERT INTO shop.masked SELECT p.id, "
              + "CONCAT(LEFT(SHA2(CONCAT(mk.key_email, p.mail), 256), 20), IF(SLEEP(1) = 0, '@example.com', '')), "
              + "SHA2(CONCAT(mk.key_hash, p.name), 256) IS NULL FROM shop.people AS p "
              + MaskTable.join("helper");
      CompletableFuture<Void> copying =
          CompletableFuture.runAsync(
              () -> {
                try {
                  Sessions.run(session, copy);
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      seenRunning =
          Awaitility.await()
              .pollInterval(Duration.ofMillis(50))
              .until(
                  () ->
                      all(
                          "SELECT info FROM information_schema.processlist WHERE info LIKE 'INSERT%'"),
                  found -> !found.isEmpty());
      copying.join();
      assertThat(
              all(
                  "SELECT variable_value FROM performance_schema.user_variables_by_thread"
                      + " WHERE variable_name = 'rehydrate_pad'"))
          .containsOnly("null");
    }
    String told =
        String.join("\n", seenRunning)
            + String.join(
                "\n", all("SELECT sql_text FROM performance_schema.events_statements_history_long"))
            + String.join(
                "\n",
                all(
                    "SELECT digest_text FROM performance_schema.events_statements_summary_by_digest"))
            + String.join(
                "\n",
                all(
                    "SELECT CONCAT_WS('|', variable_name, variable_value) FROM performance_schema.user_variables_by_thread"));
    run("FLUSH LOGS");
    assertThat(told).contains("AES_DECRYPT", "mask_keys");
    for (byte[] trace : traces()) {
      assertThat(told).doesNotContain(new String(trace, StandardCharsets.ISO_8859_1));
      assertThat(filesWith(trace)).isEmpty();
    }
    assertThat(filesWith(ascii("AES_DECRYPT"))).contains("general.txt", "slow.txt");
    assertThat(filesWith(ascii("jane@control.test")))
        .anyMatch(f -> f.startsWith("talkative-bin.0"));
    assertThat(filesWith(ascii("rehydrate_pad"))).noneMatch(f -> f.startsWith("talkative-bin"));
  }

  @Test
  void a_plain_insert_would_be_seen_by_this_test() throws Exception {
    byte[] subkey = ascii("0123456789abcdefghijklmnopqrstuv");
    run(
        "CREATE DATABASE plain",
        "CREATE TEMPORARY TABLE plain.k (k VARBINARY(32)) ENGINE = MEMORY",
        "SET @rehydrate_probe = x'" + HexFormat.of().formatHex(subkey) + "'",
        "INSERT INTO plain.k SELECT @rehydrate_probe",
        "FLUSH LOGS");
    assertThat(filesWith(ascii(HexFormat.of().formatHex(subkey)))).contains("general.txt");
    assertThat(filesWith(ascii("rehydrate_probe"))).anyMatch(f -> f.startsWith("talkative-bin"));
  }

  @Test
  void an_account_that_can_not_keep_the_keys_out_of_the_binary_log_is_refused() throws Exception {
    run(
        "CREATE DATABASE small",
        "CREATE USER small@'127.0.0.1' IDENTIFIED BY 'small'",
        "GRANT ALL ON small.* TO small@'127.0.0.1'");
    ServerLogin login = new ServerLogin(server.url(), "small", new Secret("small"));
    try (Connection session = Sessions.open(login, "scratch")) {
      assertThatThrownBy(() -> MaskSession.prepare(session, "small", key, PURPOSES))
          .isInstanceOfSatisfying(
              RefusedException.class, e -> assertThat(e.code()).isEqualTo("mask.binlog"));
    }
    run("GRANT BINLOG ADMIN ON *.* TO small@'127.0.0.1'");
    try (Connection session = Sessions.open(login, "scratch")) {
      MaskSession.prepare(session, "small", key, PURPOSES);
      MaskSession.prepare(session, "small", key, PURPOSES);
      assertThatThrownBy(() -> MaskSession.prepare(session, "elsewhere", key, PURPOSES))
          .isInstanceOfSatisfying(
              StageFailedException.class, e -> assertThat(e.code()).isEqualTo("mask.session"));
    }
  }

  @Test
  void another_mode_of_encryption_does_not_matter_and_stays() throws Exception {
    run("CREATE DATABASE modes");
    try (Connection session = open()) {
      Sessions.run(session, "SET SESSION block_encryption_mode = 'aes-256-cbc'");
      MaskSession.prepare(session, "modes", key, PURPOSES);
      try (Statement statement = session.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "SELECT @@block_encryption_mode, HEX(key_email) FROM modes.mask_keys")) {
        row.next();
        assertThat(row.getString(1)).isEqualTo("aes-256-cbc");
        assertThat(row.getString(2))
            .isEqualToIgnoringCase(HexFormat.of().formatHex(key.subkey("email")));
      }
    }
  }
}
