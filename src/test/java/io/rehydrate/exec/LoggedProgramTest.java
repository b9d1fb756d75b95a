package io.rehydrate.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rehydrate.error.RehydrateException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoggedProgramTest {
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  @TempDir Path folder;

  @Test
  void gives_both_outputs_and_the_exit_code_and_passes_on_no_environment() {
    assertThat(run("echo one; echo two >&2; env; exit 3", Duration.ofMinutes(2))).isEqualTo(3);

    assertThat(lines).contains("one", "two", "KEY=value", "HOME=" + folder, "LANG=C.UTF-8");
    assertThat(lines.stream().filter(line -> line.contains("=")))
        .allMatch(line -> line.matches("(PATH|HOME|LANG|KEY|PWD|SHLVL|_|OLDPWD)=.*"));
  }

  @Test
  void long_lines_and_endless_output_are_cut() {
    run("head -c 3000 /dev/zero | tr '\\0' x; echo; seq 6000", Duration.ofMinutes(2));

    assertThat(lines).hasSize(5000);
    assertThat(lines.get(0)).hasSize(1000);
    assertThat(lines.get(4999)).isEqualTo("(more is left out)");
  }

  @Test
  void one_that_does_not_end_is_ended_with_its_children() throws Exception {
    assertThatThrownBy(() -> run("sleep 1000 & echo $! > child; sleep 1000", Duration.ofSeconds(1)))
        .isInstanceOfSatisfying(
            RehydrateException.class, e -> assertThat(e.code()).isEqualTo("program.deadline"));

    long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
    await().until(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void children_that_outlive_it_are_ended_too() throws Exception {
    assertThat(run("sleep 1000 & echo $! > child; sleep 1; exit 0", Duration.ofMinutes(2)))
        .isZero();

    long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
    await().until(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void one_that_is_not_there_is_named() {
    LoggedProgram program = new LoggedProgram(new RunningPrograms());

    assertThatThrownBy(
            () ->
                program.run(
                    List.of("/nowhere/tool"),
                    folder,
                    folder,
                    Map.of(),
                    Duration.ofMinutes(1),
                    lines::add))
        .hasMessageContaining("/nowhere/tool can't be started");
  }

  private int run(String script, Duration deadline) {
    return new LoggedProgram(new RunningPrograms())
        .run(
            List.of("/bin/sh", "-c", script),
            folder,
            folder,
            Map.of("KEY", "value"),
            deadline,
            lines::add);
  }
}
