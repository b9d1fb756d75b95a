package io.rehydrate.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.InvalidException;
import io.rehydrate.settings.Settings;
import io.rehydrate.support.EarlierTexts;
import io.rehydrate.support.HomeFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteLayersTest {
  @TempDir Path folder;

  private Settings settings;
  private final ShippedRoutes shipped = ShippedRoutes.in(Path.of("routes"));

  @BeforeEach
  void read() {
    settings = HomeFolder.in(folder).read();
  }

  private List<String> problems() {
    try (Beans beans = new Beans(settings, Clock.systemUTC(), "test", List.of())) {
      return RouteCheck.check(settings, beans.byName(), shipped).stream()
          .map(RouteProblem::toString)
          .toList();
    }
  }

  private Path own(String name, String text) throws Exception {
    Files.createDirectories(folder.resolve("routes"));
    return Files.writeString(folder.resolve("routes").resolve(name), text);
  }

  private RouteInventory inventory() {
    return new RouteInventory(settings, shipped);
  }

  private Map<String, RouteInventory.State> states() {
    return inventory().entries().stream()
        .collect(Collectors.toMap(RouteInventory.Entry::name, RouteInventory.Entry::state));
  }

  private static String shippedText(String name) throws Exception {
    return Files.readString(Path.of("routes", name));
  }

  @Test
  void a_home_without_routes_runs_on_the_shipped_ones_of_its_kind() throws Exception {
    assertThat(problems()).isEmpty();
    assertThat(RouteFiles.of(settings, shipped).texts())
        .containsKeys("nightly.camel.yaml", "dump.camel.yaml", "source-server.camel.yaml")
        .doesNotContainKeys("source-aurora-clone.camel.yaml", "aws.camel.yaml");
    assertThat(states())
        .containsEntry("dump.camel.yaml", RouteInventory.State.SHIPPED)
        .containsEntry("aws.camel.yaml", RouteInventory.State.UNUSED);
  }

  @Test
  void a_home_with_a_copy_of_all_routes_in_fewer_files_keeps_working() throws Exception {
    own(
        "nightly.camel.yaml",
        shippedText("nightly.camel.yaml") + shippedText("engine/queue.camel.yaml"));
    own(
        "refresh.camel.yaml",
        shippedText("refresh.camel.yaml") + shippedText("engine/load.camel.yaml"));
    own("errors.camel.yaml", shippedText("engine/errors.camel.yaml"));

    assertThat(problems()).isEmpty();
    assertThat(RouteFiles.of(settings, shipped).texts()).doesNotContainKey("queue.camel.yaml");
    assertThat(states())
        .containsEntry("errors.camel.yaml", RouteInventory.State.IDENTICAL)
        .containsEntry("refresh.camel.yaml", RouteInventory.State.UNKNOWN);
  }

  @Test
  void what_a_file_leaves_out_of_another_keeps_the_numbers_of_the_other_lines() throws Exception {
    own(
        "retention.camel.yaml",
        shippedText("retention.camel.yaml")
            + "- route:\n    id: inbox\n    from:\n      uri: direct:other\n      steps: []\n");

    List<String> before = shippedText("engine/queue.camel.yaml").lines().toList();
    List<String> after =
        new String(RouteFiles.of(settings, shipped).texts().get("queue.camel.yaml"), UTF_8)
            .lines()
            .toList();

    assertThat(after).hasSameSizeAs(before).doesNotContain("    id: inbox");
    assertThat(after.indexOf("    id: queued-refresh"))
        .isEqualTo(before.indexOf("    id: queued-refresh"));
  }

  @Test
  void a_mistake_is_said_with_the_place_of_the_homes_file_or_of_the_shipped_one() throws Exception {
    own("retention.camel.yaml", "- route:\n    id: other\n    from:\n      uri: direct:other\n");

    assertThat(problems())
        .anyMatch(p -> p.contains("nightly.camel.yaml:") && p.contains("direct:prune"))
        .anyMatch(p -> p.startsWith("routes/retention.camel.yaml:"));
  }

  @Test
  void an_ejected_file_says_what_it_was_made_from_and_when_that_has_changed() throws Exception {
    Path file = inventory().eject("notify", "0.9");

    assertThat(file).isEqualTo(folder.resolve("routes/notify.camel.yaml"));
    assertThat(Files.readString(file)).startsWith("# Ejected from rehydrate 0.9, sha256 ");
    assertThat(states()).containsEntry("notify.camel.yaml", RouteInventory.State.IDENTICAL);
    assertThat(inventory().diff()).isEmpty();

    change(file, text -> text.replace("logName: news", "logName: other"));
    assertThat(states()).containsEntry("notify.camel.yaml", RouteInventory.State.CHANGED);
    assertThat(inventory().diff("notify.camel.yaml"))
        .contains(
            "-        - log: { logName: news, message: \"${body}\" }",
            "+        - log: { logName: other, message: \"${body}\" }");
    assertThat(inventory().outdated()).isEmpty();

    change(file, text -> text.replaceFirst("sha256 \\w{8}", "sha256 00000000"));
    assertThat(states()).containsEntry("notify.camel.yaml", RouteInventory.State.OUTDATED);
    assertThat(inventory().outdated())
        .singleElement()
        .asString()
        .contains("routes/notify.camel.yaml", "ejected from rehydrate 0.9", "routes diff notify");
  }

  @Test
  void an_unchanged_copy_of_an_earlier_versions_file_is_not_loaded() throws Exception {
    String earlier =
        shippedText("engine/errors.camel.yaml")
            .replaceFirst(
                "#.*",
                "# Every route lets an error through to the one that called it; the routes that begin"
                    + " something record it.");
    own("errors.camel.yaml", earlier);

    assertThat(states()).containsEntry("errors.camel.yaml", RouteInventory.State.SUPERSEDED);
    assertThat(RouteFiles.of(settings, shipped).shown("errors.camel.yaml"))
        .isEqualTo("routes/engine/errors.camel.yaml");
    assertThat(inventory().outdated()).singleElement().asString().contains("remove it");

    own("errors.camel.yaml", earlier + "# mine\n");
    assertThat(states()).containsEntry("errors.camel.yaml", RouteInventory.State.UNKNOWN);
    assertThat(RouteFiles.of(settings, shipped).shown("errors.camel.yaml"))
        .isEqualTo("routes/errors.camel.yaml");
  }

  @Test
  void edited_copies_of_earlier_routes_are_sound_or_found_with_the_remedy() throws Exception {
    for (String name : List.of("dump", "source-server")) {
      own(name + ".camel.yaml", EarlierTexts.edited(name));
    }
    assertThat(problems()).isEmpty();

    own("dehydrate.camel.yaml", EarlierTexts.edited("dehydrate"));
    assertThat(problems())
        .anyMatch(p -> p.endsWith("the bean statementRetry has no method 'begin'"))
        .anyMatch(
            p ->
                p.startsWith("routes/dehydrate.camel.yaml:")
                    && p.contains("'rehydrate routes diff dehydrate'"));
  }

  private static void change(Path file, Function<String, String> edit) throws Exception {
    String before = Files.readString(file);
    String after = edit.apply(before);
    assertThat(after).isNotEqualTo(before);
    Files.writeString(file, after);
  }

  @Test
  void shipped_files_use_no_short_forms_and_a_homes_are_pointed_out() throws Exception {
    assertThat(shipped.files().values())
        .hasSizeGreaterThan(10)
        .allSatisfy(f -> assertThat(CompactYaml.find(f.name(), f.bytes())).isEmpty());

    own(
        "mine.camel.yaml",
        """
        - route:
            id: mine
            from:
              uri: direct:mine
              steps:
                - to: direct:tell
                - to: { uri: "mock:x", parameters: { to: "ops@example.com" } }
                - setBody:
                    simple: "${body}"
                - choice:
                    when:
                      - simple: "${body} == null"
                        steps:
                          - log: nothing
                - setBody: { expression: { constant: "to" } }
        """);
    assertThat(inventory().compactForms())
        .extracting(RouteProblem::line)
        .containsExactlyInAnyOrder(6, 9, 12, 14);
  }

  @Test
  void eject_refuses_an_unknown_name_and_a_file_that_exists() throws Exception {
    own("notify.camel.yaml", "# mine\n");

    assertThatThrownBy(() -> inventory().eject("notify", "1"))
        .isInstanceOfSatisfying(
            InvalidException.class, e -> assertThat(e.code()).isEqualTo("routes.exists"));
    assertThatThrownBy(() -> inventory().eject("../../etc/passwd", "1"))
        .isInstanceOfSatisfying(
            InvalidException.class,
            e -> {
              assertThat(e.code()).isEqualTo("routes.unknown");
              assertThat(e.hint()).contains("nightly", "dehydrate");
            });
    assertThat(folder.resolve("routes/notify.camel.yaml")).hasContent("# mine\n");
  }
}
