package io.rehydrate.exec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts the text of a dump program that dumps the rows of several tables into a file for each, with
 * the program's head and its tail, as if the program had run for each table. No value contains a
 * line feed: the programs escape them.
 *
 * <p>The files are {@code 1.sql.zst}, {@code 2.sql.zst} and so on, in the program's order.
 */
final class TableFileSplitter extends OutputStream {
  private static final byte[] SECTION = ascii("-- Dumping data for table ");
  private static final byte[] TAIL = ascii("/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE ");

  /** What a program may write around the rows. */
  private static final int MOST_AROUND = 1 << 16;

  private final Path folder;
  private final List<DumpedFile> files = new ArrayList<>();
  private final List<String> tables = new ArrayList<>();
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private final ByteArrayOutputStream tail = new ByteArrayOutputStream();

  /** The beginning of a line that may be one of the two, or all of a line that is the first. */
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  private boolean lineIsOpen;
  private boolean inTail;

  TableFileSplitter(Path folder) {
    this.folder = folder;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int end = offset + length;
    while (from < end) {
      if (lineIsOpen) {
        int next = afterLineFeed(bytes, from, end);
        lineIsOpen = bytes[next - 1] != '\n';
        pass(bytes, from, next - from);
        from = next;
      } else {
        begun.write(bytes[from]);
        from++;
        decide();
      }
    }
  }

  private static int afterLineFeed(byte[] bytes, int from, int end) {
    for (int i = from; i < end; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return end;
  }

  /** Looks at the beginning of a line, byte by byte, until it is known what it is. */
  private void decide() throws IOException {
    byte[] line = begun.toByteArray();
    boolean ends = line[line.length - 1] == '\n';
    if (isBeginning(line, SECTION)) {
      if (ends) {
        begin(
            new String(
                line, SECTION.length, line.length - SECTION.length - 1, StandardCharsets.UTF_8));
        flush(line, false);
      } else if (line.length > MOST_AROUND) {
        throw new IOException("a line of the program's names a table, and does not end");
      }
    } else if (line.length == TAIL.length && isBeginning(line, TAIL)) {
      inTail = true;
      flush(line, true);
    } else if (ends || !(mayBecome(line, SECTION) || mayBecome(line, TAIL))) {
      flush(line, !ends);
    }
  }

  private static boolean isBeginning(byte[] line, byte[] of) {
    return line.length >= of.length && Arrays.equals(line, 0, of.length, of, 0, of.length);
  }

  private static boolean mayBecome(byte[] line, byte[] what) {
    return line.length < what.length && Arrays.equals(line, 0, line.length, what, 0, line.length);
  }

  private void flush(byte[] line, boolean lineIsOpen) throws IOException {
    begun.reset();
    this.lineIsOpen = lineIsOpen;
    pass(line, 0, line.length);
  }

  private void begin(String table) throws IOException {
    if (!files.isEmpty()) {
      files.get(files.size() - 1).pause();
    }
    DumpedFile file = new DumpedFile(folder.resolve(files.size() + 1 + ".sql.zst"));
    files.add(file);
    tables.add(table);
    file.write(head.toByteArray());
  }

  private void pass(byte[] bytes, int offset, int length) throws IOException {
    if (inTail) {
      keep(tail, bytes, offset, length);
    } else if (files.isEmpty()) {
      keep(head, bytes, offset, length);
    } else {
      files.get(files.size() - 1).write(bytes, offset, length);
    }
  }

  private static void keep(ByteArrayOutputStream in, byte[] bytes, int offset, int length)
      throws IOException {
    if (in.size() + length > MOST_AROUND) {
      throw new IOException("the program wrote rows of no table");
    }
    in.write(bytes, offset, length);
  }

  /** Ends every file with the program's tail. */
  void complete() throws IOException {
    byte[] rest = begun.toByteArray();
    begun.reset();
    pass(rest, 0, rest.length);
    for (DumpedFile file : files) {
      file.write(tail.toByteArray());
      file.close();
    }
  }

  /** What is known of the files, once they are complete; asked for once. */
  List<StreamedFile> written() {
    List<StreamedFile> written = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      written.add(files.get(i).written(tables.get(i)));
    }
    return written;
  }

  @Override
  public void close() throws IOException {
    IOException failed = null;
    for (DumpedFile file : files) {
      try {
        file.close();
      } catch (IOException e) {
        failed = e;
      }
    }
    if (failed != null) {
      throw failed;
    }
  }
}
