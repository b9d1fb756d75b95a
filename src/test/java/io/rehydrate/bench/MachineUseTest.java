package io.rehydrate.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rehydrate.bench.MachineUse.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineUseTest {
  @TempDir Path folder;

  @Test
  void a_part_begins_with_the_line_of_a_step_or_of_a_stage_that_is_one() throws Exception {
    MachineUse use = new MachineUse(Map.of("server", pid(ProcessHandle.current().pid())));
    use.line("02:00:01 copied insurance.notes: 3 rows");
    use.line("02:00:02 step acquire");
    new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done")
        .start()
        .waitFor();
    use.line("02:00:03 step dehydrate");
    use.line("02:00:03 stage grow 1: 1 task");
    use.line("02:00:04 stage load: 11 tasks");

    List<Part> parts = use.parts();

    assertThat(parts)
        .extracting(Part::name)
        .containsExactly("acquire", "dehydrate", "dehydrate, load");
    assertThat(parts.get(0).seconds()).isPositive();
    assertThat(parts.get(0).uses().get(MachineUse.PROGRAMS).cpu()).isPositive();
    assertThat(parts.get(0).uses().get("server").cpu())
        .isCloseTo(parts.get(0).uses().get(MachineUse.PROCESS).cpu(), within(0.5));
    assertThat(UseTable.lines(List.of(parts)))
        .hasSize(5)
        .element(0)
        .asString()
        .contains("server, cores", "this process, cores", "client programs, cores");
  }

  private Path pid(long number) throws IOException {
    return Files.writeString(folder.resolve("server.pid"), number + "\n");
  }
}
