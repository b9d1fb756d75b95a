package io.rehydrate.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.support.CommandProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A demo whose process is killed in the middle, servers and all left behind, begins anew. */
class DemoKillTest {
  private static final List<String> MOMENTS = List.of("step dehydrate", "step migrate");

  @TempDir Path folder;
  private Path home;
  private Path temporary;

  @AfterEach
  void end_what_is_left() {
    programs().end();
  }

  private LeftoverPrograms programs() {
    return new LeftoverPrograms(home.resolve("demo/servers/mariadb"));
  }

  private CommandProcess demo() throws Exception {
    return CommandProcess.start(
        home,
        Map.of(
            "rehydrate.installation", Path.of("").toAbsolutePath().toString(),
            "java.io.tmpdir", temporary.toString()),
        "demo",
        "--once",
        "--applications",
        "300");
  }

  @Test
  void a_demo_that_was_killed_is_begun_again_and_leaves_nothing_outside_its_folder()
      throws Exception {
    home = Files.createDirectory(folder.resolve("home"));
    temporary = Files.createDirectory(folder.resolve("tmp"));
    Set<String> before = names(Path.of(""));
    for (String moment : MOMENTS) {
      CommandProcess victim = demo();
      assertThat(victim.said(moment))
          .as("the demo comes to '%s': %s", moment, victim.errors())
          .isTrue();
      victim.kill();
      assertThat(programs().running()).as("servers outlive the kill").isNotEmpty();
    }

    CommandProcess whole = demo();

    assertThat(whole.exitCode()).as(whole.errors()).isZero();
    assertThat(programs().running()).isEmpty();
    assertThat(names(temporary)).isEmpty();
    assertThat(names(home).stream().filter(name -> !name.endsWith(".txt"))).containsExactly("demo");
    assertThat(names(Path.of(""))).isEqualTo(before);
    assertThat(names(home.resolve("demo/store")).stream().filter(n -> n.startsWith(".")))
        .containsExactly(".rehydrate-store");
    assertThat(home.resolve("demo/state/work")).isEmptyDirectory();
    assertThat(names(home.resolve("demo/servers/scratch")))
        .noneMatch(name -> name.startsWith("insurance") || name.startsWith("rehydrate"));
    assertThat(names(home.resolve("demo/servers/developer")))
        .contains("insurance_dev")
        .noneMatch(name -> name.startsWith("insurance_dev__"));
  }

  private static Set<String> names(Path folder) throws Exception {
    try (Stream<Path> entries = Files.list(folder.toAbsolutePath())) {
      return entries.map(p -> p.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}
