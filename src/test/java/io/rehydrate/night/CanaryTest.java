package io.rehydrate.night;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import com.sun.net.httpserver.HttpServer;
import io.rehydrate.demo.EmbeddedMariaDb;
import io.rehydrate.mask.MaskKey;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.support.CommandProcess;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestPorts;
import io.rehydrate.support.TestServers;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every text-like column holds a token of its own, in rows that stay; after a night, logged at
 * TRACE on a scratch that logs all it can, no token of a masked column is anywhere.
 */
class CanaryTest {
  private static final String HOOK = "/T0/s3cr3t-hook?key=s3cr3t-hook";

  private static final String KEY = "Zq7-the-whole-key-as-text-Zq7-0123456789";
  private static final int ROWS = 3;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path servers;
  private static EmbeddedMariaDb scratch;

  @TempDir Path folder;

  /** By column: its declaration, the mask, and how a token looks. */
  private record Canary(String type, String mask, boolean digits) {
    String token(int column, int row) {
      return digits
          ? "8%03d7%03d".formatted(617 + column, 203 + row) + "9".repeat(3)
          : "Qx" + "%02dzv%02dKw".formatted(column, row) + "jP7yT2";
    }
  }

  private static final Map<String, Canary> COLUMNS = new LinkedHashMap<>();

  private static void column(String name, String type, String mask) {
    COLUMNS.put(name, new Canary(type, mask, false));
  }

  static {
    column("c_hash", "VARCHAR(64)", "hash");
    column("c_email", "VARCHAR(80)", "email");
    column("c_first", "CHAR(40)", "first-name");
    column("c_last", "VARCHAR(40) CHARACTER SET latin1", "last-name");
    column("c_full", "TINYTEXT", "full-name");
    column("c_company", "VARCHAR(60)", "company");
    column("c_street", "VARCHAR(60)", "street");
    column("c_city", "VARCHAR(60)", "city");
    column("c_postcode", "VARCHAR(30)", "postcode");
    column("c_ip", "VARCHAR(45)", "ip");
    column("c_url", "VARCHAR(200)", "url");
    column("c_uuid", "VARCHAR(36)", "uuid");
    column("c_redact", "TEXT", "redact");
    column("c_medium", "MEDIUMTEXT", "redact");
    column("c_long", "LONGTEXT", "set-null");
    column("c_empty", "TEXT", "set-empty");
    column("c_value", "VARCHAR(30)", "{ value: made up }");
    column("c_sql", "VARCHAR(30)", "{ sql: \"CONCAT('length ', CHAR_LENGTH(c_sql))\" }");
    column("c_json", "JSON", "set-null");
    column("c_binary", "BINARY(32)", "hash");
    column("c_varbinary", "VARBINARY(40)", "hash");
    column("c_tinyblob", "TINYBLOB", "set-empty");
    column("c_blob", "BLOB", "hash");
    column("c_mediumblob", "MEDIUMBLOB", "set-null");
    column("c_longblob", "LONGBLOB", "set-null");
    COLUMNS.put("c_phone", new Canary("VARCHAR(30)", "phone", true));
    COLUMNS.put("c_digits", new Canary("VARCHAR(30)", "digits", true));
    COLUMNS.put("c_number", new Canary("BIGINT", "digits", true));
    column("c_unique", "VARCHAR(64) UNIQUE", "hash");
    column("c_alone", "VARCHAR(60) UNIQUE", "hash");
    column("c_safe", "VARCHAR(60)", "");
  }

  @BeforeAll
  static void start() {
    scratch =
        EmbeddedMariaDb.start(
            Path.of("target", "mariadb").toAbsolutePath(),
            servers.resolve("talkative"),
            List.of(
                "--log-bin=talkative-bin",
                "--server-id=9",
                "--general-log=1",
                "--general-log-file=general.txt",
                "--slow-query-log=1",
                "--slow-query-log-file=slow.txt",
                "--long-query-time=0",
                "--innodb-flush-log-at-trx-commit=0"));
  }

  @AfterAll
  static void stop() {
    scratch.close();
  }

  private TestHome home(String schema, String plan) throws IOException {
    TestHome home = TestHome.in(folder, schema).plan(plan);
    home.set("scratch.url", scratch.root().url().toString());
    Files.writeString(folder.resolve("scratch.password"), scratch.root().password().reveal());
    Files.writeString(folder.resolve("mask.key"), KEY);
    return home.set("logging.level", "trace");
  }

  private static String literal(String column, int index, int row) {
    String token = COLUMNS.get(column).token(index, row);
    return column.equals("c_json") ? "'{\"who\": \"" + token + "\"}'" : "'" + token + "'";
  }

  private static String source() {
    String schema = TestServers.newSchema(TestServers.source());
    List<String> declared = new ArrayList<>();
    COLUMNS.forEach((name, canary) -> declared.add(name + " " + canary.type()));
    List<String> statements = new ArrayList<>();
    statements.add("USE " + schema);
    statements.add(
        "CREATE TABLE people (id INT PRIMARY KEY, "
            + String.join(", ", declared)
            + ", lower_name VARCHAR(80) AS (LOWER(c_city)) STORED, KEY (lower_name))");
    statements.add(
        "CREATE TABLE orders (id INT PRIMARY KEY, made_at DATETIME, person VARCHAR(64), KEY"
            + " (person))");
    statements.add("CREATE TABLE a_log (id INT PRIMARY KEY, note TEXT)");
    statements.add("CREATE VIEW everybody AS SELECT c_first FROM people");
    statements.add(
        "CREATE TRIGGER quiet BEFORE UPDATE ON people FOR EACH ROW SET NEW.c_safe ="
            + " LOWER(NEW.c_safe)");
    for (int row = 0; row < ROWS; row++) {
      List<String> values = new ArrayList<>(List.of("" + row));
      int index = 0;
      for (String column : COLUMNS.keySet()) {
        values.add(literal(column, index++, row));
      }
      statements.add(
          "INSERT INTO people (id, "
              + String.join(", ", COLUMNS.keySet())
              + ") VALUES ("
              + String.join(", ", values)
              + ")");
      statements.add(
          "INSERT INTO orders SELECT id, '2026-11-01', c_unique FROM people WHERE id = " + row);
    }
    statements.add("INSERT INTO a_log VALUES (1, 'QxlogJp7yT2')");
    TestServers.run(TestServers.source().root(), statements.toArray(new String[0]));
    return schema;
  }

  private static String plan() {
    StringBuilder masks = new StringBuilder();
    COLUMNS.forEach(
        (name, canary) -> {
          if (!canary.mask().isEmpty()) {
            masks
                .append("    people.")
                .append(name)
                .append(": ")
                .append(canary.mask())
                .append('\n');
          }
        });
    return """
    version: 1
    core: { orders: { newest-by: made_at, window: 13 months } }
    relations: [orders.person -> people.c_unique]
    tables: { people: referenced, a_log: truncate }
    columns:
      safe: [people.c_safe]
      mask:
        orders.person: hash
    """
        + masks;
  }

  private static List<String> tokens(boolean masked) {
    List<String> tokens = new ArrayList<>();
    int index = 0;
    for (Canary canary : COLUMNS.values()) {
      for (int row = 0; row < ROWS; row++) {
        if (masked != canary.mask().isEmpty()) {
          tokens.add(canary.token(index, row));
        }
      }
      index++;
    }
    return tokens;
  }

  private static List<String> keyTraces() {
    List<String> traces = new ArrayList<>();
    Path file = servers.resolve("copy.key");
    try {
      Files.writeString(file, KEY);
      Files.setPosixFilePermissions(
          file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
      MaskKey key = MaskKey.read(file);
      Files.delete(file);
      for (String purpose :
          List.of("hash", "email", "full-name", "phone", "digits", "redact", "names")) {
        traces.add(new String(key.subkey(purpose), StandardCharsets.ISO_8859_1));
        traces.add(HexFormat.of().formatHex(key.subkey(purpose)));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    traces.add(KEY);
    traces.add(HexFormat.of().formatHex(KEY.getBytes(StandardCharsets.UTF_8)));
    return traces;
  }

  private static String content(Path file) throws IOException {
    try (InputStream in =
        file.toString().endsWith(".zst")
            ? new ZstdInputStream(Files.newInputStream(file))
            : Files.newInputStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** The dump, the journal, logs, reports, what the process wrote; not the key's own file. */
  private static Map<String, String> written(Path folder) throws IOException {
    Map<String, String> contents = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("mask.key")) {
          contents.put(folder.relativize(file).toString(), content(file));
        }
      }
    }
    return contents;
  }

  /** General, slow and binary log of the scratch, and its temporary files. */
  private static Map<String, String> logged() throws IOException {
    TestServers.run(scratch.root(), "FLUSH LOGS");
    Map<String, String> contents = new LinkedHashMap<>();
    written(servers)
        .forEach(
            (name, content) -> {
              if (name.matches(".*(general\\.txt|slow\\.txt|talkative-bin\\.\\d+|tmp.*)")) {
                contents.put(name, content);
              }
            });
    assertThat(contents.keySet().toString()).contains("general.txt", "slow.txt", "talkative-bin.");
    return contents;
  }

  private static Set<String> places(Map<String, String> contents, String token) {
    byte[] bytes = token.getBytes(StandardCharsets.ISO_8859_1);
    String hex = HexFormat.of().formatHex(bytes);
    Set<String> places = new TreeSet<>();
    contents.forEach(
        (name, content) -> {
          if (content.contains(token)
              || content.contains(hex)
              || content.contains(HexFormat.of().withUpperCase().formatHex(bytes))) {
            places.add(name);
          }
        });
    return places;
  }

  /** What a look at the list of processes shows, over and over. */
  private static CompletableFuture<Set<String>> watch(AtomicBoolean over) {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    return CompletableFuture.supplyAsync(
        () -> {
          while (!over.get()) {
            ProcessHandle.current()
                .descendants()
                .forEach(
                    process -> {
                      Path entry = Path.of("/proc", "" + process.pid());
                      try {
                        seen.add(Files.readString(entry.resolve("cmdline")));
                        seen.add(Files.readString(entry.resolve("environ")));
                      } catch (IOException e) {
                        // it has ended
                      }
                    });
            LockSupport.parkNanos(2_000_000);
          }
          return seen;
        });
  }

  private static HttpRequest.Builder at(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private static String answer(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A daemon with all its doors open makes the night; what it tells behind each of them. */
  private Map<String, String> nightOfADaemon(TestHome home) throws Exception {
    int port = TestPorts.free();
    int management = TestPorts.free();
    Queue<String> news = new ConcurrentLinkedQueue<>();
    HttpServer webhook =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    webhook.createContext(
        "/",
        exchange -> {
          news.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    webhook.start();
    home.set("camel.server.port", "" + port).set("camel.management.port", "" + management);
    home.set("notify.webhook", "http://127.0.0.1:" + webhook.getAddress().getPort() + HOOK);
    CommandProcess daemon = CommandProcess.start(folder, "start");
    Map<String, String> told = new LinkedHashMap<>();
    try {
      assertThat(daemon.said("is up")).as(daemon.errors()).isTrue();
      String queued =
          answer(
              at(port, "/api/v1/nights")
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString("{\"asOf\": \"2026-11-22T02:00:00Z\"}")));
      String run = queued.replaceAll("(?s).*\"id\"\\s*:\\s*\"([^\"]+)\".*", "$1");
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(200))
          .until(() -> !news.isEmpty());
      for (String path :
          List.of(
              "/",
              "/api/v1/runs",
              "/api/v1/runs/" + run,
              "/api/v1/runs/" + run + "/log?offset=0",
              "/api/v1/dumps",
              "/api/v1/dumps/20261122T020000Z",
              "/api/v1/audit",
              "/audit",
              "/users",
              "/api/v1/nowhere")) {
        told.put(path, answer(at(port, path).GET()));
      }
      for (String path : List.of("/observe/metrics", "/observe/health")) {
        told.put(path, answer(at(management, path).GET()));
      }
    } finally {
      daemon.terminate();
      webhook.stop(0);
    }
    for (String text : List.of(daemon.errors(), logged().toString(), told.toString())) {
      assertThat(text).doesNotContain("s3cr3t-hook");
    }
    told.put("news", String.join("\n", news));
    assertThat(told.get("/api/v1/runs/" + run(told))).contains("succeeded");
    assertThat(told.get("/observe/metrics")).contains("rehydrate");
    assertThat(told.get("/api/v1/audit")).contains("queued", "succeeded", run(told));
    assertThat(told).allSatisfy((door, text) -> assertThat(text).as(door).isNotEmpty());
    assertThat(daemon.errors()).contains("TRACE");
    return told;
  }

  private static String run(Map<String, String> told) {
    return told.keySet().stream()
        .filter(door -> door.matches("/api/v1/runs/[^/]+"))
        .findFirst()
        .orElseThrow()
        .substring("/api/v1/runs/".length());
  }

  @Test
  void no_token_of_a_masked_column_and_no_key_is_anywhere_after_a_night() throws Exception {
    TestHome home = home(source(), plan());
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Set<String>> processes = watch(over);

    Map<String, String> told = nightOfADaemon(home);
    over.set(true);

    Map<String, String> everything = written(folder);
    everything.putAll(logged());
    everything.putAll(told);
    everything.put("processes", String.join("\n", processes.join()));
    assertThat(everything.keySet().toString())
        .contains("report.html", "manifest.json", "schema.json", "state");
    assertThat(everything.get("processes")).contains("--defaults-file");
    for (String token : tokens(false)) {
      assertThat(places(everything, token)).as(token).anyMatch(p -> p.endsWith(".sql.zst"));
    }
    for (String token : tokens(true)) {
      assertThat(places(everything, token)).as(token).isEmpty();
    }
    assertThat(places(everything, "QxlogJp7yT2")).isEmpty();
    for (String trace : keyTraces()) {
      assertThat(places(everything, trace)).isEmpty();
    }
  }

  /** The server's words for a bad path, or for a value that is there twice, repeat the value. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "people.c_redact: redact | people.c_redact: { sql: \"UPDATEXML('<a/>', CONCAT('~',"
            + " c_redact), 'x')\" } | 1105",
        "people.c_alone: hash | people.c_alone: { sql: \"REPLACE(c_alone, 'zv01', 'zv00')\" } |"
            + " 1062"
      })
  void a_mask_that_fails_half_way_tells_no_value_and_leaves_nothing(
      String mask, String failing, String error) throws Exception {
    home(source(), plan().replace(mask, failing));

    CommandProcess night = CommandProcess.start(folder, "night", "--as-of", "2026-11-22T02:00:00Z");

    assertThat(night.exitCode()).as(night.errors()).isOne();
    assertThat(night.errors()).contains(error);
    Map<String, String> everything = written(folder);
    everything.putAll(logged());
    for (String token : tokens(true)) {
      assertThat(places(everything, token)).as(token).isEmpty();
    }
    assertThat(everything.keySet()).noneMatch(name -> name.endsWith(".sql.zst"));
    try (Connection session = Sessions.open(scratch.root(), "scratch");
        Statement statement = session.createStatement();
        ResultSet left = statement.executeQuery("SHOW DATABASES LIKE 'rehydrate%'")) {
      assertThat(left.next()).isFalse();
    }
  }
}
