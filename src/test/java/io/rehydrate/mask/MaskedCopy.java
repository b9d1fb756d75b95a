package io.rehydrate.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.dehydrate.MaskSession;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.plan.MaskSpec;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Index;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.ServerLogin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Copies made-up values through a mask on a real server. */
public final class MaskedCopy implements AutoCloseable {
  private static final AtomicInteger TABLES = new AtomicInteger();

  final Connection session;
  final String schema;

  MaskedCopy(ServerLogin server) {
    this(server, testKey("a secret that only tests have, 1234567890"));
  }

  MaskedCopy(ServerLogin server, MaskKey key) {
    session = Sessions.open(server, "scratch");
    schema = "masks_" + ProcessHandle.current().pid() + "_" + TABLES.incrementAndGet();
    run("CREATE DATABASE " + schema + " CHARACTER SET utf8mb4");
    MaskSession.prepare(session, schema, key, allPurposes());
  }

  /** With this text as its file. */
  public static MaskKey testKey(String text) {
    try {
      Path file =
          Files.createTempFile(
              "mask",
              ".key",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, text);
      MaskKey key = MaskKey.read(file);
      Files.delete(file);
      return key;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static java.util.Set<String> allPurposes() {
    java.util.Set<String> purposes = new java.util.TreeSet<>(Masks.names());
    for (WordList list :
        List.of(
            WordList.FIRST_NAMES,
            WordList.LAST_NAMES,
            WordList.TRADES,
            WordList.STREETS,
            WordList.CITIES)) {
      purposes.add(list.purpose());
    }
    purposes.add(NamePrints.PURPOSE);
    return purposes;
  }

  /** The masked values, in the order of the values given. */
  List<String> masked(String mask, String type, List<String> values) {
    return masked(MaskSpec.of(mask), type, values);
  }

  List<String> masked(MaskSpec spec, String type, List<String> values) {
    Table table = filled(type, values);
    Column column = table.column("v").orElseThrow();
    assertThat(Masks.problem(spec, table, column)).isEmpty();
    MaskExpression expression = Masks.expression(spec, table, column, "t");
    assertThat(expression.sql()).hasSizeLessThan(60_000);
    String copy = table.name().quoted().replace("`t", "`c");
    run("CREATE TABLE " + copy + " LIKE " + table.name().quoted());
    run(
        "INSERT INTO "
            + copy
            + " (id, v) SELECT t.id, "
            + expression.sql()
            + " FROM "
            + table.name().quoted()
            + " AS t "
            + MaskTable.join(schema));
    return column(copy, "v");
  }

  /** A table with an id and the column {@code v}. */
  Table filled(String type, List<String> values) {
    TableName name = new TableName(schema, "t" + TABLES.incrementAndGet());
    run("CREATE TABLE " + name.quoted() + " (id INT PRIMARY KEY, v " + type + ")");
    try (PreparedStatement insert =
        session.prepareStatement("INSERT INTO " + name.quoted() + " VALUES (?, ?)")) {
      for (int i = 0; i < values.size(); i++) {
        insert.setInt(1, i);
        insert.setString(2, values.get(i));
        insert.addBatch();
      }
      insert.executeBatch();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return read(name);
  }

  List<String> column(String table, String column) {
    return rows("SELECT " + column + " FROM " + table + " ORDER BY id").stream()
        .map(row -> row[0])
        .toList();
  }

  List<String[]> rows(String query) {
    List<String[]> rows = new ArrayList<>();
    try (Statement statement = session.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        String[] row = new String[result.getMetaData().getColumnCount()];
        for (int i = 0; i < row.length; i++) {
          row[i] = result.getString(i + 1);
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }

  void run(String... statements) {
    try {
      Sessions.run(session, statements);
    } catch (SQLException e) {
      throw new IllegalStateException(String.join("\n", statements), e);
    }
  }

  /** A table as the server declares it. */
  Table read(TableName name) {
    List<Column> columns = new ArrayList<>();
    String where =
        " WHERE table_schema = '" + name.schema() + "' AND table_name = '" + name.table() + "'";
    for (String[] c :
        rows(
            "SELECT column_name, column_type, data_type, is_nullable, extra, character_maximum_length,"
                + " character_set_name, collation_name FROM information_schema.columns"
                + where
                + " ORDER BY ordinal_position")) {
      columns.add(
          new Column(
              c[0],
              c[1],
              c[2],
              c[3].equals("YES"),
              c[4].contains("GENERATED"),
              c[4].contains("auto_increment"),
              c[5] == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(c[5])),
              Optional.ofNullable(c[6]),
              Optional.ofNullable(c[7])));
    }
    Map<String, List<String>> indexes = new LinkedHashMap<>();
    for (String[] i :
        rows(
            "SELECT index_name, column_name FROM information_schema.statistics"
                + where
                + " AND non_unique = 0 ORDER BY index_name, seq_in_index")) {
      indexes.computeIfAbsent(i[0], n -> new ArrayList<>()).add(i[1]);
    }
    return new Table(
        name,
        "",
        "InnoDB",
        columns,
        indexes.entrySet().stream().map(i -> new Index(i.getKey(), true, i.getValue())).toList(),
        List.of(),
        1_000,
        0);
  }

  /** NULL, empty, and hundreds of texts in many alphabets, the same ones in every run. */
  static List<String> texts(int longest) {
    Random random = new Random(42);
    String[] alphabets = {
      "abcdefghij KLMNOP'\"\\%_-.,@",
      "0123456789-() +",
      "äöüßéèñçøåÄÖÜ",
      "漢字かなカナ",
      "😀🎉👍🏽",
      "٠١٢٣４５６"
    };
    List<String> texts = new ArrayList<>(Arrays.asList(null, "", "x", "  ", "0"));
    for (int i = 0; i < 400; i++) {
      int length = i % 20 == 0 ? longest : 1 + random.nextInt(longest);
      String alphabet = alphabets[i % alphabets.length] + (i % 3 == 0 ? alphabets[0] : "");
      int[] letters = alphabet.codePoints().toArray();
      StringBuilder text = new StringBuilder();
      for (int k = 0; k < length; k++) {
        text.appendCodePoint(letters[random.nextInt(letters.length)]);
      }
      texts.add(text.toString());
    }
    return texts;
  }

  /** Those that latin1 has letters for. */
  static List<String> latinTexts(int longest) {
    return texts(longest).stream()
        .filter(t -> t == null || t.codePoints().allMatch(c -> c < 256))
        .toList();
  }

  @Override
  public void close() {
    run("DROP DATABASE " + schema);
    try {
      session.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
