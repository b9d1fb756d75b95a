package io.rehydrate.scan;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes apart the INSERT statements that mysqldump and mariadb-dump write, value by value, with
 * buffers of fixed size: a long value comes in pieces that overlap. What it does not understand is
 * an error, never skipped.
 */
final class InsertReader {
  /** Longer than anything that is looked for, so that nothing is lost between two pieces. */
  static final int OVERLAP = 512;

  private static final int PIECE = 1 << 16;
  private static final int LONGEST_NAME = 1024;
  private static final String VALUES = "VALUES";

  /** Takes what is read. */
  interface Rows {
    /** A statement begins; an empty list stands for all columns in the table's order. */
    void statement(List<String> columns) throws IOException;

    /** Whether the values of this column are asked for. */
    boolean wants(int column) throws IOException;

    /**
     * A value, or a piece of one; {@code text} is reused.
     *
     * @param quoted a text; otherwise a number
     * @param hex bytes written in hex, here as bytes
     */
    void value(int column, Text text, boolean quoted, boolean hex);

    /** A row of so many values is over. */
    void row(int values) throws IOException;
  }

  private final InputStream in;
  private final Rows rows;
  private final byte[] buffer = new byte[1 << 16];
  private final Text text = new Text(PIECE);
  private int at;
  private int limit;
  private long before;

  InsertReader(InputStream in, Rows rows) {
    this.in = in;
    this.rows = rows;
  }

  /** Reads to the end. */
  void read() throws IOException {
    for (int b = next(); b >= 0; b = next()) {
      if (b == 'I' || b == 'R') {
        insert();
      } else if (b != '\n') {
        restOfLine();
      }
    }
  }

  private void restOfLine() throws IOException {
    for (int b = next(); b >= 0 && b != '\n'; b = next()) {
      /* a comment or a setting */
    }
  }

  private void insert() throws IOException {
    int b = next();
    while (b != '`') {
      b = must(b);
      if (b == '\n' || b == ';' || b == '\'') {
        throw misread("an INSERT without a table's name");
      }
      b = next();
    }
    name();
    List<String> columns = new ArrayList<>();
    b = afterBlanks();
    if (b == '(') {
      do {
        if (afterBlanks() != '`') {
          throw misread("a list of columns without names");
        }
        columns.add(name());
        b = afterBlanks();
      } while (b == ',');
      if (b != ')') {
        throw misread("a list of columns that does not end");
      }
      b = afterBlanks();
    }
    for (int i = 0; i < VALUES.length(); i++) {
      if ((i == 0 ? b : next()) != VALUES.charAt(i)) {
        throw misread("an INSERT without VALUES");
      }
    }
    rows.statement(columns);
    rows();
  }

  private void rows() throws IOException {
    int b;
    do {
      if (afterBlanks() != '(') {
        throw misread("a row that does not begin with a parenthesis");
      }
      int column = 0;
      do {
        b = value(column++);
      } while (b == ',');
      if (b != ')') {
        throw misread("a row that does not end");
      }
      rows.row(column);
      b = afterBlanks();
    } while (b == ',');
    if (b != ';') {
      throw misread("an INSERT that does not end");
    }
  }

  /** Reads a value and gives the byte behind it. */
  private int value(int column) throws IOException {
    boolean wanted = rows.wants(column);
    text.length = 0;
    text.continued = false;
    int b = must(next());
    if (b == '\'') {
      quoted(column, wanted);
      return next();
    }
    if (b == '_') {
      while (b != '\'') {
        b = must(next());
        if (b == ',' || b == ')') {
          throw misread("a character set without a text");
        }
      }
      quoted(column, wanted);
      return next();
    }
    if (b == '0') {
      int second = must(next());
      if (second == 'x') {
        return hex(column, wanted);
      }
      text.bytes[text.length++] = '0';
      b = second;
    }
    return plain(column, wanted, b);
  }

  private int plain(int column, boolean wanted, int first) throws IOException {
    int b = first;
    while (b != ',' && b != ')') {
      must(b);
      if (b == '(' || b == ';' || b == '`' || text.length == LONGEST_NAME) {
        throw misread("a value that is none");
      }
      text.bytes[text.length++] = (byte) b;
      b = next();
    }
    if (text.length == 0) {
      throw misread("an empty value");
    }
    if (wanted && !text.startsWith(0, "NULL") && !text.startsWith(0, "DEFAULT")) {
      give(column, false, false, false);
    }
    return b;
  }

  private void quoted(int column, boolean wanted) throws IOException {
    while (true) {
      plainBytes(wanted);
      int b = must(next());
      if (b == '\'') {
        if (peek() != '\'') {
          break;
        }
        at++;
      } else if (b == '\\') {
        b = unescaped(must(next()));
      }
      if (wanted) {
        add(column, b, true, false);
      }
    }
    if (wanted) {
      give(column, true, false, false);
    }
  }

  /** Takes what is in the buffer up to the next mark, as far as the piece has room. */
  private void plainBytes(boolean wanted) {
    int stop = wanted ? Math.min(limit, at + PIECE - text.length) : limit;
    int end = at;
    while (end < stop && buffer[end] != '\'' && buffer[end] != '\\') {
      end++;
    }
    if (wanted) {
      System.arraycopy(buffer, at, text.bytes, text.length, end - at);
      text.length += end - at;
    }
    at = end;
  }

  private static int unescaped(int b) {
    return switch (b) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case '0' -> 0;
      case 'Z' -> 26;
      default -> b;
    };
  }

  private int hex(int column, boolean wanted) throws IOException {
    int b = must(next());
    while (b != ',' && b != ')') {
      int high = Character.digit(b, 16);
      int low = Character.digit(must(next()), 16);
      if (high < 0 || low < 0) {
        throw misread("a value in hex that is none");
      }
      if (wanted) {
        add(column, high << 4 | low, true, true);
      }
      b = must(next());
    }
    if (wanted) {
      give(column, true, true, false);
    }
    return b;
  }

  private void add(int column, int b, boolean quoted, boolean hex) {
    if (text.length == PIECE) {
      give(column, quoted, hex, true);
      System.arraycopy(text.bytes, PIECE - OVERLAP, text.bytes, 0, OVERLAP);
      text.length = OVERLAP;
      text.continued = true;
    }
    text.bytes[text.length++] = (byte) b;
  }

  private void give(int column, boolean quoted, boolean hex, boolean unfinished) {
    text.unfinished = unfinished;
    rows.value(column, text, quoted, hex);
  }

  private String name() throws IOException {
    byte[] name = new byte[LONGEST_NAME];
    int length = 0;
    while (true) {
      int b = must(next());
      if (b == '`') {
        if (peek() != '`') {
          return new String(name, 0, length, StandardCharsets.UTF_8);
        }
        at++;
      }
      if (length == LONGEST_NAME) {
        throw misread("a name that does not end");
      }
      name[length++] = (byte) b;
    }
  }

  private int afterBlanks() throws IOException {
    int b = must(next());
    while (b == ' ' || b == '\n' || b == '\r') {
      b = must(next());
    }
    return b;
  }

  private int next() throws IOException {
    return at < limit || fill() ? buffer[at++] & 0xff : -1;
  }

  private int peek() throws IOException {
    return at < limit || fill() ? buffer[at] & 0xff : -1;
  }

  private boolean fill() throws IOException {
    before += limit;
    at = 0;
    limit = Math.max(0, in.read(buffer));
    return limit > 0;
  }

  private int must(int b) throws IOException {
    if (b < 0) {
      throw new EOFException("ends within a statement");
    }
    return b;
  }

  private MisreadException misread(String what) {
    return new MisreadException(what + ", at byte " + (before + at));
  }

  /** Says what was not understood and where, without a byte of it. */
  static final class MisreadException extends IOException {
    private static final long serialVersionUID = 1L;

    MisreadException(String what) {
      super(what);
    }
  }
}
