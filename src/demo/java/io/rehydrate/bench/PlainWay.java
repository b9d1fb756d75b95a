package io.rehydrate.bench;

import com.github.luben.zstd.ZstdInputStream;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.exec.OptionFile;
import io.rehydrate.exec.StreamingExecutor;
import io.rehydrate.settings.ServerLogin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.exec.ExecCommand;

/**
 * The other side of the benchmark: what an administrator writes by hand, as a shell script and two
 * files of SQL in {@code bench/}, which time their own steps.
 */
public final class PlainWay {
  private static final Duration DEADLINE = Duration.ofHours(6);
  private static final DateTimeFormatter SQL_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final StreamingExecutor executor;
  private final Path script;
  private final Path tools;
  private final Path work;

  /** A step's name, as the script gives it, and how long it took. */
  public record Step(String name, Duration time) {
    static Step parse(String line) {
      int space = line.indexOf(' ');
      return new Step(
          line.substring(0, space), Duration.parse("PT" + line.substring(space + 1) + "S"));
    }
  }

  /**
   * @param executor one that keeps a program's output: {@link StreamingExecutor#forLoads}
   * @param bench the folder {@code bench}, where the script lies
   * @param tools folder of the client programs
   * @param work an existing private folder: option files while it runs, and the dump
   */
  public PlainWay(StreamingExecutor executor, Path bench, Path tools, Path work) {
    this.executor = executor;
    this.script = bench.toAbsolutePath().resolve("plain-way.sh");
    this.tools = tools.toAbsolutePath();
    this.work = work.toAbsolutePath();
  }

  /**
   * Copies the schema onto the scratch, where one of that name is dropped before, keeps the rows
   * that stay, masks them, dumps them.
   *
   * @return the steps {@code copy}, {@code rows}, {@code masks}, {@code dump}
   * @throws StageFailedException {@code program.failed} and others of the executor's
   */
  public List<Step> night(ServerLogin source, ServerLogin scratch, String schema, Instant asOf) {
    try (OptionFile from = OptionFile.write(work, source);
        OptionFile to = OptionFile.write(work, scratch)) {
      return run(
          "night", schema, from.path().toString(), to.path().toString(), SQL_TIME.format(asOf));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /**
   * Loads the dump of the last night into a target, where a schema of that name is dropped before.
   *
   * @return the step {@code load}
   */
  public List<Step> refresh(ServerLogin target, String schema) {
    try (OptionFile to = OptionFile.write(work, target)) {
      return run("refresh", schema, to.path().toString());
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** The dump that a night leaves. */
  public Path dump() {
    return work.resolve("dump.sql.gz");
  }

  private List<Step> run(String job, String schema, String... rest) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of(script.toString(), job, tools.toString(), work.toString(), schema));
    arguments.addAll(List.of(rest));
    Path times = work.resolve(job + "-times.zst");
    Files.deleteIfExists(times);
    executor.execute(
        new ExecCommand(
            "bash",
            arguments,
            work.toString(),
            DEADLINE.toMillis(),
            Set.of(0),
            null,
            times.toFile(),
            false,
            LoggingLevel.OFF));
    return steps(times);
  }

  private static List<Step> steps(Path times) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new ZstdInputStream(Files.newInputStream(times)), StandardCharsets.UTF_8))) {
      return lines.lines().map(Step::parse).toList();
    }
  }

  private StageFailedException unusable(IOException e) {
    return new StageFailedException(
        ErrorCode.BENCH_FOLDER,
        "The benchmark can't work in " + work,
        "Check that the folder can be written and that the disk is not full",
        e);
  }
}
