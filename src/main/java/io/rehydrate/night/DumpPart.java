package io.rehydrate.night;

import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.exec.StreamedFile;
import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.TableName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What one run of the dump program writes: a file, or those of several small tables of a schema,
 * since starting the program takes longer than dumping these.
 */
public record DumpPart(List<DumpFile> files) implements DumpUnit {
  private static final long ROWS_OF_A_SMALL_TABLE = 25_000;
  private static final long MOST_ROWS = 50_000;
  private static final int MOST_FILES = 100;

  /**
   * Puts a dump's files together, the largest part first.
   *
   * @param asItIs whether a table is dumped itself, with all of its rows
   */
  static List<DumpPart> of(List<DumpFile> files, Predicate<TableName> asItIs) {
    List<DumpPart> parts = new ArrayList<>();
    Map<String, List<DumpFile>> open = new LinkedHashMap<>();
    for (DumpFile file : files) {
      if (!isSmall(file) || !asItIs.test(file.table().orElseThrow())) {
        parts.add(new DumpPart(List.of(file)));
        continue;
      }
      List<DumpFile> group = open.computeIfAbsent(file.schema(), schema -> new ArrayList<>());
      if (group.size() == MOST_FILES || weight(group) + file.weight() > MOST_ROWS) {
        parts.add(new DumpPart(List.copyOf(group)));
        group.clear();
      }
      group.add(file);
    }
    open.values().forEach(group -> parts.add(new DumpPart(List.copyOf(group))));
    parts.sort(Comparator.comparingLong((DumpPart part) -> weight(part.files())).reversed());
    return parts;
  }

  /** A name with a line feed is written in another way where the program names its tables. */
  private static boolean isSmall(DumpFile file) {
    return file.condition().isEmpty()
        && file.weight() <= ROWS_OF_A_SMALL_TABLE
        && file.table()
            .filter(table -> table.table().chars().noneMatch(Character::isISOControl))
            .isPresent();
  }

  private static long weight(List<DumpFile> files) {
    return files.stream().mapToLong(DumpFile::weight).sum();
  }

  List<String> tables() {
    return files.stream().map(file -> file.table().orElseThrow().table()).toList();
  }

  /**
   * Compares what the dump program says it wrote with what it was asked for.
   *
   * @throws CorruptDumpException {@code dump.incomplete}
   */
  void requireWritten(List<StreamedFile> written) {
    List<String> asked = tables().stream().map(Sql::name).map(DumpPart::folded).toList();
    List<String> told = written.stream().map(StreamedFile::table).map(DumpPart::folded).toList();
    if (!told.equals(asked)) {
      throw new CorruptDumpException(
          ErrorCode.DUMP_INCOMPLETE,
          "The dump program was asked for the rows of "
              + String.join(", ", asked)
              + " and wrote those of "
              + String.join(", ", told),
          "Look which program tools.directory has; nothing was published");
    }
  }

  /** Some servers tell names in lower case. */
  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  @Override
  public DumpPart part() {
    return this;
  }

  boolean isOneFile() {
    return files.size() == 1;
  }

  /** Relative to the dump's folder: that of its file, or of a folder for its files. */
  String name() {
    DumpFile first = files.get(0);
    return isOneFile() ? first.name() : first.name().replace(".sql.zst", "-and-others");
  }

  @Override
  public String toString() {
    return name();
  }
}
