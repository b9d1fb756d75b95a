package io.rehydrate.rehearse;

import io.rehydrate.migrate.MigrationFile;
import io.rehydrate.migrate.StatementWatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Notes what each statement of the migrations took. */
final class StatementLog implements StatementWatch {
  static final int MOST = 1000;
  private static final long LONGEST_FILE = 4L << 20;

  private final List<MigrationFile> files;
  private final Charset encoding;
  private final TableWatch tables;
  private final LockWatch locks;
  private final List<RehearsedStatement> statements = new ArrayList<>();
  private int count;
  private long nanos;
  private String file = "";
  private String text = "";
  private int from;
  private int lines;
  private Optional<Running> running = Optional.empty();

  /** The statement that the server works on. */
  private record Running(StatementText text, Optional<Integer> line, long since) {}

  StatementLog(List<MigrationFile> files, Charset encoding, TableWatch tables, LockWatch locks) {
    this.files = files;
    this.encoding = encoding;
    this.tables = tables;
    this.locks = locks;
  }

  @Override
  public synchronized void before(String of, String sql) {
    StatementText statement = StatementText.of(sql);
    Optional<Integer> line = count < MOST ? line(of, sql) : Optional.empty();
    file = of;
    if (statement.alters()) {
      tables.before();
      locks.begin();
    }
    running = Optional.of(new Running(statement, line, System.nanoTime()));
  }

  @Override
  public synchronized void after(long took, long rows, boolean failed) {
    Optional<Double> locked = locks.end();
    running.ifPresent(
        statement -> {
          Optional<String> change =
              statement.text().alters() && !failed
                  ? statement.text().table().flatMap(tables::change)
                  : Optional.empty();
          add(statement, took, rows, change, locked, failed);
        });
    running = Optional.empty();
  }

  private void add(
      Running statement,
      long took,
      long rows,
      Optional<String> change,
      Optional<Double> locked,
      boolean failed) {
    count++;
    nanos += took;
    if (statements.size() < MOST || failed) {
      statements.add(
          new RehearsedStatement(
              file,
              statement.line(),
              statement.text().what(),
              statement.text().table(),
              seconds(took),
              rows,
              change,
              locked.map(l -> Math.min(l, seconds(took))),
              failed));
    }
  }

  /** Ends the notes: what still runs was stopped. */
  synchronized void close() {
    Optional<Double> locked = locks.end();
    running.ifPresent(
        s -> add(s, System.nanoTime() - s.since(), 0, Optional.empty(), locked, true));
    running = Optional.empty();
  }

  static double seconds(long nanos) {
    return Math.round(nanos / 1e6) / 1e3;
  }

  synchronized int count() {
    return count;
  }

  synchronized double seconds() {
    return seconds(nanos);
  }

  synchronized List<RehearsedStatement> statements() {
    return List.copyOf(statements);
  }

  /** Statements follow each other in the file; one with placeholders may not be found. */
  private Optional<Integer> line(String of, String sql) {
    if (!of.equals(file)) {
      text = read(of);
      from = 0;
      lines = 0;
    }
    int at = text.indexOf(sql, from);
    if (at < 0) {
      at = text.indexOf(sql.lines().findFirst().orElse(sql), from);
    }
    if (at < 0) {
      return Optional.empty();
    }
    at += StatementText.leading(sql);
    lines += (int) text.substring(from, at).chars().filter(c -> c == '\n').count();
    from = at;
    return Optional.of(lines + 1);
  }

  private String read(String of) {
    Optional<MigrationFile> found =
        files.stream().filter(f -> f.path().equals(of) && f.bytes() <= LONGEST_FILE).findFirst();
    if (found.isEmpty()) {
      return "";
    }
    try (InputStream content = found.get().content().open()) {
      return new String(content.readAllBytes(), encoding);
    } catch (IOException e) {
      return ""; // no line is known then
    }
  }
}
