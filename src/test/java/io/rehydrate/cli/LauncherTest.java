package io.rehydrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts Java, beside a java that only tells how it was called. */
class LauncherTest {
  private static final String JAVA =
      """
      #!/bin/bash
      if [ "$1" = -version ]; then
        echo "OpenJDK 64-Bit Server VM (build $(cat "${0%/*}/build"), mixed mode)" >&2
        exit
      fi
      echo "$*" >>"${0%/*}/calls"
      for argument; do
        case $argument in
          -XX:ArchiveClassesAtExit=*) cat "${0%/*}/classes" >"${argument#*=}" ;;
        esac
      done
      """;

  @TempDir Path folder;
  private Path installation;
  private Path bin;

  @BeforeEach
  void install() throws IOException {
    installation = Files.createDirectories(folder.resolve("an installation"));
    Files.createDirectories(installation.resolve("target"));
    Files.writeString(installation.resolve("target/rehydrate.jar"), "a jar");
    Files.copy(Path.of("rehydrate"), installation.resolve("rehydrate"));
    bin = Files.createDirectories(folder.resolve("jdk/bin"));
    Files.writeString(bin.resolve("java"), JAVA);
    for (Path program : List.of(bin.resolve("java"), installation.resolve("rehydrate"))) {
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.writeString(bin.resolve("build"), "17.0.1+1");
    Files.writeString(bin.resolve("classes"), "classes");
  }

  @Test
  void the_first_start_makes_an_archive_of_classes_and_each_uses_it() throws Exception {
    assertThat(start()).contains("Preparing faster starts");
    assertThat(start()).isEmpty();

    assertThat(calls()).hasSize(3);
    assertThat(calls().get(0)).contains("-XX:ArchiveClassesAtExit=").endsWith(" load-classes");
    assertThat(calls().subList(1, 3))
        .allMatch(c -> c.contains("-XX:SharedArchiveFile=" + archive("17.0.1+1") + " "))
        .allMatch(c -> c.endsWith(" dumps --json"));
    assertThat(archives()).containsExactly(archive("17.0.1+1"));
  }

  @Test
  void another_build_or_another_java_makes_it_anew() throws Exception {
    start();
    Files.setLastModifiedTime(
        installation.resolve("target/rehydrate.jar"), FileTime.from(Instant.now().plusSeconds(2)));
    assertThat(start()).contains("Preparing faster starts");
    Files.writeString(bin.resolve("build"), "21.0.2+7");
    assertThat(start()).contains("Preparing faster starts");

    assertThat(archives()).containsExactly(archive("21.0.2+7"));
  }

  @Test
  void where_none_can_be_made_commands_go_on_without_and_it_is_not_tried_again() throws Exception {
    Files.writeString(bin.resolve("classes"), "");
    assertThat(start()).contains("Preparing faster starts");
    assertThat(start()).isEmpty();

    assertThat(calls().subList(1, 3))
        .noneMatch(c -> c.contains("SharedArchiveFile"))
        .allMatch(c -> c.endsWith(" dumps --json"));
  }

  @Test
  void jars_of_the_home_folder_come_behind_our_own() throws Exception {
    Path home = Files.createDirectories(folder.resolve("a home/lib")).getParent();
    start("--home", home.toString(), "start");
    Files.writeString(home.resolve("lib/camel-mail.jar"), "a jar");
    start("--home", home.toString(), "start");
    start("start", "--home=" + home);
    start("start");

    String ours = installation.resolve("target/lib") + "/*";
    assertThat(calls()).hasSize(5);
    for (int i : new int[] {0, 1, 4}) {
      assertThat(calls().get(i)).contains(ours + " io.rehydrate.cli");
    }
    for (int i : new int[] {2, 3}) {
      assertThat(calls().get(i)).contains(ours + ":" + home + "/lib/* io.rehydrate.cli");
    }
  }

  @Test
  void what_loads_the_classes_needs_no_server_and_no_home() {
    String before = System.setProperty("rehydrate.installation", Path.of("").toAbsolutePath() + "");
    try {
      assertThat(Rehydrate.run("--home", folder.resolve("none").toString(), "load-classes"))
          .isZero();
    } finally {
      if (before == null) {
        System.clearProperty("rehydrate.installation");
      }
    }
  }

  /** What it told on standard error. */
  private String start() throws IOException, InterruptedException {
    return start("dumps", "--json");
  }

  private String start(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder launcher =
        new ProcessBuilder(
            Stream.concat(
                    Stream.of(installation.resolve("rehydrate").toString()), Stream.of(arguments))
                .toList());
    launcher.environment().put("JAVA_HOME", bin.getParent().toString());
    Process process = launcher.start();
    String told = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return told;
  }

  private Path archive(String build) {
    return installation.resolve("target/classes-" + build + ".jsa");
  }

  private List<Path> archives() throws IOException {
    try (var files = Files.list(installation.resolve("target"))) {
      return files.filter(f -> f.toString().contains(".jsa")).toList();
    }
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(bin.resolve("calls"));
  }
}
