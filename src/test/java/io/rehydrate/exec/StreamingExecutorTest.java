package io.rehydrate.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStream;
import io.rehydrate.error.RehydrateException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.exec.ExecCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamingExecutorTest {
  private final RunningPrograms programs = new RunningPrograms();
  @TempDir Path folder;

  @Test
  void compresses_and_hashes_what_a_program_writes() throws Exception {
    Path file = folder.resolve("rows.sql.zst");

    StreamedResult result =
        run(
            StreamingExecutor.forDumps(programs),
            "echo 'INSERT 1'; echo '-- Dump completed'",
            file,
            null);

    assertThat(text(file)).isEqualTo("INSERT 1\n-- Dump completed\n");
    assertThat(result.files()).singleElement().satisfies(StreamingExecutorTest::isAsItSays);
  }

  private static void isAsItSays(StreamedFile file) throws Exception {
    assertThat(file.bytes()).isEqualTo(Files.size(file.path()));
    assertThat(file.sha256())
        .isEqualTo(
            HexFormat.of()
                .formatHex(
                    MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file.path()))));
    assertThat(file.unpackedBytes()).isEqualTo(text(file.path()).length());
  }

  private static final String TWO_TABLES =
      """
      -- MariaDB dump
      /*!40103 SET TIME_ZONE='+00:00' */;

      --
      -- Dumping data for table `a`
      --

      INSERT INTO `a` VALUES ('x\\n-- Dumping data for table `c`');
      commit;

      --
      -- Dumping data for table `b``c`
      --

      commit;
      """;
  private static final String TAIL =
      """
      /*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;

      -- Dump completed
      """;

  @Test
  void writes_a_complete_file_for_each_table_of_one_program() throws Exception {
    Path out = Files.createDirectory(folder.resolve("out"));
    Path script = Files.writeString(folder.resolve("text"), TWO_TABLES + TAIL);

    StreamedResult result = run(StreamingExecutor.forDumps(programs), "cat " + script, out, null);

    String head = TWO_TABLES.substring(0, TWO_TABLES.indexOf("-- Dumping data for table `a`"));
    int second = TWO_TABLES.indexOf("-- Dumping data for table `b");
    assertThat(result.files()).extracting(StreamedFile::table).containsExactly("`a`", "`b``c`");
    assertThat(text(result.files().get(0).path()))
        .isEqualTo(TWO_TABLES.substring(0, second) + TAIL);
    assertThat(text(result.files().get(1).path()))
        .isEqualTo(head + TWO_TABLES.substring(second) + TAIL);
    assertThat(result.files()).allSatisfy(StreamingExecutorTest::isAsItSays);
    assertThat(result.files())
        .extracting(StreamedFile::longestStatement)
        .satisfies(lengths -> assertThat(lengths.get(0)).isGreaterThan(lengths.get(1)));
  }

  @Test
  void keeps_no_file_of_tables_of_a_program_that_stopped_in_the_middle() throws Exception {
    for (String end : List.of("", "; exit 2")) {
      Path out = Files.createDirectory(folder.resolve("out"));
      Path script = Files.writeString(folder.resolve("text"), TWO_TABLES);

      assertThatThrownBy(
              () -> run(StreamingExecutor.forDumps(programs), "cat " + script + end, out, null))
          .isInstanceOfSatisfying(
              RehydrateException.class,
              e ->
                  assertThat(e.code())
                      .isEqualTo(end.isEmpty() ? "dump.incomplete" : "program.failed"));
      assertThat(out).doesNotExist();
    }
  }

  @Test
  void leaves_the_sandbox_line_out() throws Exception {
    Path file = folder.resolve("rows.sql.zst");

    run(
        StreamingExecutor.forDumps(programs),
        "printf '/*M!999999\\\\- enable the sandbox mode */ \\n-- MariaDB dump\\n-- Dump completed\\n'",
        file,
        null);

    assertThat(text(file)).isEqualTo("-- MariaDB dump\n-- Dump completed\n");
  }

  @Test
  void refuses_output_without_the_last_line_although_the_exit_code_is_0() {
    Path file = folder.resolve("rows.sql.zst");

    assertThatThrownBy(
            () ->
                run(
                    StreamingExecutor.forDumps(programs),
                    "echo 'INSERT -- Dump completed'",
                    file,
                    null))
        .isInstanceOfSatisfying(
            RehydrateException.class, e -> assertThat(e.code()).isEqualTo("dump.incomplete"));
    assertThat(file).doesNotExist();
  }

  @Test
  void tells_the_last_error_lines_without_the_values_in_them() {
    assertThatThrownBy(
            () ->
                run(
                    StreamingExecutor.forLoads(programs),
                    "echo \"ERROR 1062 (23000) at line 3: Duplicate entry 'jane@x.org' for key 'PRIMARY'\" >&2; exit 1",
                    null,
                    null))
        .hasMessageContaining("exit code 1")
        .hasMessageContaining("key 'PRIMARY'")
        .hasMessageNotContaining("jane");
  }

  @Test
  void ends_a_program_and_its_children_at_the_deadline() throws Exception {
    Path pid = folder.resolve("pid");

    assertThatThrownBy(
            () ->
                StreamingExecutor.forLoads(programs)
                    .execute(command("sleep 600 & echo $! > " + pid + "; wait", null, null, 1500)))
        .isInstanceOfSatisfying(
            RehydrateException.class, e -> assertThat(e.code()).isEqualTo("program.deadline"));

    long child = Long.parseLong(Files.readString(pid).strip());
    assertThat(ProcessHandle.of(child).filter(StreamingExecutorTest::runs)).isEmpty();
  }

  private static boolean runs(ProcessHandle process) {
    return process.onExit().completeOnTimeout(null, 5, TimeUnit.SECONDS).join() == null
        && process.isAlive();
  }

  @Test
  void ends_a_runs_programs_when_told_to() throws Exception {
    CompletableFuture<Void> running =
        CompletableFuture.runAsync(
            () -> run(StreamingExecutor.forLoads(programs), "touch begun; sleep 600", null, null));
    org.awaitility.Awaitility.await().until(() -> Files.exists(folder.resolve("begun")));

    programs.endAll(folder);

    assertThatThrownBy(() -> running.get(10, TimeUnit.SECONDS))
        .hasMessageContaining("exit code 137");
  }

  @Test
  void passes_nothing_of_our_environment_on() throws Exception {
    Path file = folder.resolve("environment.zst");

    run(StreamingExecutor.forDumps(programs), "/usr/bin/env; echo '-- Dump completed'", file, null);

    assertThat(
            text(file)
                .lines()
                .filter(l -> l.contains("="))
                .map(l -> l.substring(0, l.indexOf('='))))
        .isSubsetOf("PATH", "LANG", "HOME", "GLIBC_TUNABLES", "PWD", "OLDPWD", "SHLVL", "_");
  }

  @Test
  void feeds_standard_input_and_tells_when_it_breaks() throws Exception {
    Path file = folder.resolve("copy.zst");
    byte[] input = "SELECT 1;\n-- Dump completed\n".getBytes(StandardCharsets.UTF_8);

    run(StreamingExecutor.forDumps(programs), "cat", file, new ByteArrayInputStream(input));
    assertThat(text(file)).isEqualTo("SELECT 1;\n-- Dump completed\n");

    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("cut");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("cut");
          }
        };
    assertThatThrownBy(() -> run(StreamingExecutor.forLoads(programs), "cat", null, broken))
        .isInstanceOfSatisfying(
            RehydrateException.class, e -> assertThat(e.code()).isEqualTo("dump.unreadable"));
  }

  private StreamedResult run(StreamingExecutor executor, String script, Path out, InputStream in) {
    return (StreamedResult) executor.execute(command(script, out, in, 60_000));
  }

  private ExecCommand command(String script, Path out, InputStream in, long timeout) {
    return new ExecCommand(
        "/bin/sh",
        List.of("-c", script),
        folder.toString(),
        timeout,
        Set.of(0),
        in,
        out == null ? null : out.toFile(),
        false,
        LoggingLevel.DEBUG);
  }

  private static String text(Path file) throws IOException {
    try (InputStream in = new ZstdInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
