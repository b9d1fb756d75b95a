package io.rehydrate.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rehydrate.settings.Settings;
import io.rehydrate.support.HomeFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteReloadTest {
  private static final String ERRORS =
      "- routeConfiguration:\n    errorHandler:\n      noErrorHandler: {}\n";

  @TempDir Path folder;
  private final Heard heard = new Heard();
  private final AtomicBoolean busy = new AtomicBoolean();
  private Settings settings;
  private Main main;
  private RouteReload reload;

  /** A bean that keeps what routes say. */
  public static final class Heard {
    private final List<String> words = new CopyOnWriteArrayList<>();
    private final AtomicInteger held = new AtomicInteger();
    private final CountDownLatch let = new CountDownLatch(1);

    public void hold() throws InterruptedException {
      held.incrementAndGet();
      let.await();
    }

    public void say(String word) {
      words.add(word);
    }

    boolean isSaid(String word) {
      words.clear();
      await().until(() -> words.size() > 3);
      return words.get(words.size() - 1).equals(word);
    }
  }

  @BeforeEach
  void start() throws Exception {
    settings = HomeFolder.in(folder).read();
    Files.createDirectory(folder.resolve("routes"));
    write("errors", ERRORS);
    write("tick", tick("tick", "one"));
    write("say", say("say"));
    RouteFiles files = RouteFiles.of(settings, ShippedRoutes.installed());
    main =
        Engine.configured(
            settings,
            Map.of("heard", heard),
            Map.of("camel.server.enabled", "false", "camel.management.enabled", "false"),
            files.resources());
    main.start();
    reload =
        RouteReload.start(
            settings,
            Map.of("heard", heard),
            main.getCamelContext(),
            busy::get,
            files,
            Duration.ofMillis(100));
  }

  @AfterEach
  void stop() {
    heard.let.countDown();
    reload.close();
    main.stop();
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(folder.resolve("routes/" + name + ".camel.yaml"), text);
  }

  private static String tick(String id, String word) {
    return """
        - route:
            id: %s
            from:
              uri: timer:tick
              parameters: { period: 50, delay: 0 }
              steps:
                - setBody: { constant: "%s" }
                - to: direct:say
        """
        .formatted(id, word);
  }

  private static String say(String id) {
    return """
        - route:
            id: %s
            from:
              uri: direct:say
              steps:
                - bean: { ref: heard, method: say }
        """
        .formatted(id);
  }

  private void awaitWord(String word) {
    await().atMost(Duration.ofMinutes(2)).until(() -> heard.isSaid(word));
  }

  private List<String> ids() {
    CamelContext context = main.getCamelContext();
    return context.getRoutes().stream().map(Route::getId).sorted().toList();
  }

  @Test
  void an_edit_takes_effect_and_a_broken_one_changes_nothing_until_it_is_mended() throws Exception {
    assertThat(heard.isSaid("one")).isTrue();
    write("tick", tick("tick", "two"));
    awaitWord("two");

    write("tick", tick("tick", "three").replace("direct:say", "direct:nowhere"));
    await().during(Duration.ofSeconds(3)).until(() -> heard.isSaid("two"));
    write("tick", "- route: [");
    await().during(Duration.ofSeconds(3)).until(() -> heard.isSaid("two"));

    write("tick", tick("tick", "four"));
    awaitWord("four");
  }

  @Test
  void a_renamed_id_a_deleted_file_and_a_template_leave_no_old_route_behind() throws Exception {
    write("tick", tick("tock", "two"));
    awaitWord("two");
    assertThat(ids()).containsExactly("say", "tock");

    Files.delete(folder.resolve("routes/say.camel.yaml"));
    write(
        "tick",
        tick("tock", "three")
            + """
              - routeTemplate:
                  id: taker
                  parameters:
                    - name: from
                  from:
                    uri: "direct:{{from}}"
                    steps:
                      - bean: { ref: heard, method: say }
              - templatedRoute:
                  routeTemplateRef: taker
                  parameters:
                    - { name: from, value: say }
              """);
    awaitWord("three");
    assertThat(ids()).hasSize(2).contains("tock").doesNotContain("say");

    write(
        "tick",
        Files.readString(folder.resolve("routes/tick.camel.yaml")).replace("three", "four"));
    awaitWord("four");
    assertThat(ids()).hasSize(2);

    write("tick", tick("tock", "five"));
    write("say", say("say"));
    awaitWord("five");
    assertThat(ids()).containsExactly("say", "tock");
  }

  @Test
  void an_edited_route_configuration_takes_effect() throws Exception {
    write(
        "errors",
        ERRORS
            + """
              - routeConfiguration:
                  id: entry
                  interceptFrom:
                    - interceptFrom:
                        steps:
                          - setBody: { constant: intercepted }
                          - bean: { ref: heard, method: say }
                          - stop: {}
              """);
    write(
        "tick",
        tick("tick", "one").replace("    from:", "    routeConfigurationId: entry\n    from:"));
    awaitWord("intercepted");
    write(
        "errors",
        Files.readString(folder.resolve("routes/errors.camel.yaml"))
            .replace("intercepted", "caught"));
    awaitWord("caught");
  }

  @Test
  void an_edit_waits_for_the_run_that_is_in_progress() throws Exception {
    busy.set(true);
    write("tick", tick("tick", "two"));
    await().during(Duration.ofSeconds(3)).until(() -> heard.isSaid("one"));
    busy.set(false);
    awaitWord("two");
  }

  @Test
  void an_edit_leaves_all_other_routes_at_work() throws Exception {
    Route say = main.getCamelContext().getRoute("say");
    write("tick", tick("tick", "two"));
    awaitWord("two");

    assertThat(main.getCamelContext().getRoute("say")).isSameAs(say);
  }

  @Test
  void a_long_exchange_keeps_the_edits_of_its_own_route_waiting_and_nothing_else()
      throws Exception {
    write("hold", HOLD);
    await().atMost(Duration.ofMinutes(1)).until(() -> heard.held.get() > 0);
    write("tick", tick("tick", "two"));
    awaitWord("two");

    write("hold", HOLD.replace("constant: held", "constant: other"));
    write("tick", tick("tick", "three"));
    await().during(Duration.ofSeconds(2)).until(() -> heard.isSaid("two"));

    heard.let.countDown();
    awaitWord("three");
  }

  private static final String HOLD =
      """
      - route:
          id: hold
          from:
            uri: timer:hold
            parameters: { repeatCount: 1, delay: 0 }
            steps:
              - setBody: { constant: held }
              - bean: { ref: heard, method: hold }
      """;

  @Test
  void a_refused_text_is_tried_again_once_what_it_lacked_is_there() throws Exception {
    String property = "rehydrate.test.word." + folder.getFileName();
    write("tick", tick("tick", "{{sys:" + property + "}}"));
    await().during(Duration.ofSeconds(2)).until(() -> heard.isSaid("one"));

    System.setProperty(property, "there");
    awaitWord("there");
    System.clearProperty(property);
  }

  @Test
  void after_closing_nothing_is_taken_any_more() throws Exception {
    reload.close();
    write("tick", tick("tick", "two"));
    await().during(Duration.ofSeconds(2)).until(() -> heard.isSaid("one"));
  }
}
