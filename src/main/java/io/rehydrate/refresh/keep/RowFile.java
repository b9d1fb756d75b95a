package io.rehydrate.refresh.keep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rehydrate.dump.Fsync;
import io.rehydrate.mysql.LoadingSettings;
import io.rehydrate.mysql.Sql;
import io.rehydrate.settings.PrivateFiles;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/**
 * Rows of one table as SQL: a client restores them from it by hand, and {@link #read} gives them
 * one by one. Its last line says how many there are; a file without it was cut.
 *
 * @param rows how many it holds
 */
public record RowFile(Path path, Head head, long rows) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String HEAD = "-- ";
  private static final String END = "-- rows: ";
  private static final int ROWS_OF_STATEMENT = 500;
  private static final int LENGTH_OF_STATEMENT = 256 * 1024;

  /**
   * Where the rows are from.
   *
   * @param schema the live one
   * @param columns whose values each row has, in this order
   */
  public record Head(String schema, String table, List<String> columns) {
    public Head {
      columns = List.copyOf(columns);
    }
  }

  /** Takes the rows of a file, each a list of literals. */
  @FunctionalInterface
  interface Rows {
    void row(List<String> literals) throws IOException;
  }

  /**
   * Gives every row.
   *
   * @throws IOException also where the file is not complete
   */
  void read(Rows rows) throws IOException {
    long found = 0;
    String last = "";
    try (BufferedReader lines = Files.newBufferedReader(path)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line;
        if (RowText.isRow(line)) {
          rows.row(RowText.literals(line));
          found++;
        }
      }
    }
    if (!last.equals(END + found)) {
      throw new IOException(path + " is not complete");
    }
  }

  /** A file's name that says what it is about, whatever letters that has. */
  static String name(int number, String about) {
    String letters = about.replaceAll("[^A-Za-z0-9_-]", "_");
    return String.format("%03d-", number) + letters.substring(0, Math.min(60, letters.length()));
  }

  /** A file that is there, and complete. */
  static RowFile open(Path path) throws IOException {
    Head head;
    try (BufferedReader lines = Files.newBufferedReader(path)) {
      String first = lines.readLine();
      head = JSON.readValue(String.valueOf(first).substring(HEAD.length()), Head.class);
    }
    long[] rows = {0};
    new RowFile(path, head, 0).read(row -> rows[0]++);
    return new RowFile(path, head, rows[0]);
  }

  /** Has a copy of this file in another folder; it is on disk afterwards. */
  RowFile copyTo(Path file) throws IOException {
    try (Writer copy = new Writer(file, head)) {
      read(copy::add);
      return copy.finish();
    }
  }

  /** Writes such a file. It has its name once it is complete and on disk. */
  static final class Writer implements AutoCloseable {
    private final Path file;
    private final Path part;
    private final Head head;
    private final FileChannel channel;
    private final BufferedWriter out;
    private long rows;
    private int ofStatement;
    private long length;

    Writer(Path file, Head head) throws IOException {
      this.file = file;
      this.head = head;
      this.part = file.resolveSibling(file.getFileName() + ".part");
      PrivateFiles.createDirectories(file.getParent());
      Files.deleteIfExists(part);
      this.channel =
          FileChannel.open(
              part,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PrivateFiles.file());
      this.out = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8), 1 << 16);
      line(HEAD + json(head));
      line("-- mysql --binary-mode SCHEMA < this file");
      line("SET NAMES utf8mb4;");
      line(LoadingSettings.statement(LoadingSettings.everywhere()) + ";");
    }

    private static String json(Head head) {
      try {
        return JSON.writeValueAsString(head);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }

    private void line(String text) throws IOException {
      out.write(text);
      out.write('\n');
    }

    void add(List<String> literals) throws IOException {
      String row = RowText.row(literals);
      if (ofStatement == 0) {
        line(
            "INSERT INTO "
                + Sql.name(head.table())
                + " ("
                + Sql.names(head.columns())
                + ") VALUES");
      } else {
        line(",");
      }
      out.write(row);
      rows++;
      ofStatement++;
      length += row.length();
      if (ofStatement == ROWS_OF_STATEMENT || length > LENGTH_OF_STATEMENT) {
        endStatement();
      }
    }

    private void endStatement() throws IOException {
      if (ofStatement > 0) {
        line(";");
      }
      ofStatement = 0;
      length = 0;
    }

    /** A comment of one line. */
    void say(String text) throws IOException {
      endStatement();
      line("-- " + text);
    }

    long rows() {
      return rows;
    }

    RowFile finish() throws IOException {
      endStatement();
      line(END + rows);
      out.flush();
      channel.force(true);
      out.close();
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Fsync.syncFolder(file.getParent());
      return new RowFile(file, head, rows);
    }

    /** What is not finished goes. */
    @Override
    public void close() throws IOException {
      out.close();
      Files.deleteIfExists(part);
    }
  }
}
