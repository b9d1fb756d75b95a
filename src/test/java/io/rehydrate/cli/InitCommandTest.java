package io.rehydrate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.InvalidException;
import io.rehydrate.plan.PlanFile;
import io.rehydrate.settings.NewHome;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.Settings;
import io.rehydrate.settings.SettingsReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code init}, and what {@code doctor} says of the home that it made. */
class InitCommandTest {
  @TempDir Path folder;
  private String output;

  private int run(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(both, true, StandardCharsets.UTF_8);
    System.setOut(stream);
    System.setErr(stream);
    try {
      return Rehydrate.run(arguments);
    } finally {
      System.setOut(out);
      System.setErr(err);
      output = both.toString(StandardCharsets.UTF_8);
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void every_value_without_an_answer_is_marked_and_named_with_file_and_line() throws Exception {
    Path home = folder.resolve("new/home");

    assertThat(run("init", home.toString())).isZero();

    List<String> marked = new ArrayList<>();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
          if (lines.get(i).contains("<FILL IN: ") && !lines.get(i).startsWith("#")) {
            marked.add(file + ":" + (i + 1));
          }
        }
      }
    }
    assertThat(marked).hasSize(7);
    assertThat(output).contains(marked);
    assertThat(run("--home", home.toString(), "doctor")).isEqualTo(2);
    assertThat(output).contains(marked).contains("source.url: must be filled in");
    assertThat(output).doesNotContain("is missing", "there is no such file");
  }

  @Test
  void files_are_for_the_account_and_its_group_and_secrets_for_the_account_alone()
      throws Exception {
    Path home = folder.resolve("home");
    run("init", home.toString());

    assertThat(mode(home)).endsWith("---");
    assertThat(mode(home.resolve("application.properties"))).matches("rw-(r--|---)---");
    assertThat(mode(home.resolve("secrets"))).isEqualTo("rwx------");
    assertThat(mode(home.resolve("secrets/mask.key"))).isEqualTo("rw-------");
    assertThat(mode(home.resolve("secrets/source"))).isEqualTo("rw-------");

    run("init", folder.resolve("other").toString());
    assertThat(home.resolve("secrets/mask.key"))
        .content()
        .hasSize(64)
        .isNotEqualTo(Files.readString(folder.resolve("other/secrets/mask.key")));
  }

  @Test
  void nothing_that_exists_is_changed() throws Exception {
    Path file = Files.writeString(folder.resolve("a file"), "mine");
    Path full = Files.createDirectory(folder.resolve("full"));
    Files.writeString(full.resolve(".hidden"), "mine");

    assertThat(run("init", file.toString())).isEqualTo(2);
    assertThat(run("init", full.toString())).isEqualTo(2);
    assertThat(output).contains(full.toString(), "is not empty", "home.exists");
    assertThat(run("--home", full.toString(), "init")).isEqualTo(2);

    assertThat(file).hasContent("mine");
    assertThat(full)
        .isDirectoryContaining("glob:**/.hidden")
        .isDirectoryNotContaining("glob:**/*.*s");
  }

  @Test
  void settings_can_be_given_and_data_kept_elsewhere() throws Exception {
    Path home = Files.createDirectory(folder.resolve("empty"));
    Path data = folder.resolve("data");

    assertThat(
            run(
                "--home",
                home.toString(),
                "init",
                "--data",
                data.toString(),
                "--set",
                "source.url=jdbc:mysql://db.example.com/shop?sslMode=REQUIRED",
                "--set",
                "source.username=reader",
                "--set",
                "scratch.url=jdbc:mysql://scratch.example.com",
                "--set",
                "scratch.username=do\\main",
                "--set",
                "target.dev-a.url=jdbc:mysql://dev-a.example.com/shop",
                "--set",
                "store.directory=/mnt/dumps"))
        .isZero();
    assertThat(output).contains("secrets/source:1", "secrets/scratch:1", "plan.yaml:11");
    for (String name : List.of("source", "scratch", "dev-a")) {
      Files.writeString(home.resolve("secrets/" + name), "Pw-" + name);
    }
    Files.writeString(
        home.resolve("application.properties"),
        "\ntarget.dev-a.username=x\ntarget.dev-a.password-file=secrets/dev-a\n",
        StandardOpenOption.APPEND);

    Settings settings = SettingsReader.read(home, Map.of());
    assertThat(settings.source().schemas()).containsExactly("shop");
    assertThat(settings.scratch().orElseThrow().login().username()).isEqualTo("do\\main");
    assertThat(settings.store().directory()).isEqualTo(Path.of("/mnt/dumps"));
    assertThat(settings.stateDirectory()).isEqualTo(data.resolve("state"));
    assertThat(settings.logging().directory()).isEqualTo(data.resolve("logs"));
  }

  @Test
  void what_is_no_setting_or_a_secret_makes_no_home() {
    for (String setting :
        List.of("store.dir=/x", "source.password=Pw-1", "source.url= ", "camel.x=1")) {
      assertThat(run("init", folder.resolve("home").toString(), "--set", setting)).isEqualTo(2);
      assertThat(output).contains("home.setting").doesNotContain("Pw-1");
    }
    assertThat(folder.resolve("home")).doesNotExist();
  }

  @Test
  void the_plan_of_a_new_home_is_refused_with_its_line() {
    assertThatThrownBy(() -> PlanFile.parse("plan.yaml", NewHome.plan()))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("line 11, table, column: must be filled in");
    assertThat(
            PlanFile.parse(
                "plan.yaml",
                NewHome.plan()
                    .replace("\"<FILL IN: table>\"", "orders")
                    .replace("\"<FILL IN: column>\"", "made_at")))
        .isNotNull();
  }

  @Test
  void a_draft_replaces_the_plan_of_a_new_home_as_long_as_nobody_has_changed_it() throws Exception {
    Path plan = folder.resolve("home/plan.yaml");
    run("init", folder.resolve("home").toString());

    String[] draft = {
      "--home", plan.getParent().toString(), "plan", "draft", "--to", plan.toString()
    };
    run(draft);
    assertThat(output).contains("settings.invalid").doesNotContain("plan.exists");
    Files.writeString(plan, "# mine\n", StandardOpenOption.APPEND);
    run(draft);
    assertThat(output).contains("plan.exists");
  }

  /** Gives these answers; then input has ended. */
  private record Scripted(Queue<String> answers, List<String> said) implements Dialogue {
    Scripted(String... answers) {
      this(new ArrayDeque<>(List.of(answers)), new ArrayList<>());
    }

    @Override
    public Optional<String> ask(String question) {
      return Optional.ofNullable(answers.poll()).filter(answer -> !answer.isEmpty());
    }

    @Override
    public Optional<String> askSecret(String question) {
      return ask(question);
    }

    @Override
    public void say(String sentence) {
      said.add(sentence);
    }
  }

  @Test
  void an_answer_that_cannot_be_used_is_asked_for_again_and_an_empty_one_left_open() {
    Map<String, String> values = new LinkedHashMap<>(Map.of("store.directory", "/mnt/dumps"));
    Map<String, Secret> passwords = new LinkedHashMap<>();
    Scripted somebody =
        new Scripted(
            "db.example.com",
            "jdbc:mysql://db",
            "jdbc:mysql://db/shop",
            "reader",
            "Pw-1",
            "",
            "",
            "",
            "at two",
            "30 3 * * *");

    new HomeQuestions(somebody).ask(values, passwords);

    assertThat(values)
        .containsOnly(
            Map.entry("source.url", "jdbc:mysql://db/shop"),
            Map.entry("source.username", "reader"),
            Map.entry("store.directory", "/mnt/dumps"),
            Map.entry("nightly.cron", "30 3 * * *"));
    assertThat(passwords).containsOnlyKeys("source");
    assertThat(somebody.said()).hasSize(4);
    assertThat(somebody.answers()).isEmpty();
  }

  @Test
  void without_input_no_question_is_repeated() {
    Map<String, String> values = new LinkedHashMap<>();
    new HomeQuestions(new Scripted()).ask(values, new LinkedHashMap<>());
    assertThat(values).isEmpty();
  }
}
