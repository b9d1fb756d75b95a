package io.rehydrate.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rehydrate.settings.Settings;
import io.rehydrate.support.CopiedRoutes;
import io.rehydrate.support.HomeFolder;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteCheckTest {
  @TempDir Path folder;
  private Settings settings;
  private Beans beans;
  private final Counter counter = new Counter();

  /** A bean that notices when a route works. */
  public static final class Counter {
    private final AtomicInteger calls = new AtomicInteger();

    public void count() {
      calls.incrementAndGet();
    }
  }

  @BeforeEach
  void open() throws Exception {
    settings = HomeFolder.in(folder).read();
    CopiedRoutes.into(folder);
    beans = new Beans(settings, Clock.systemUTC(), "test", List.of());
  }

  @AfterEach
  void close() {
    beans.close();
  }

  private List<RouteProblem> check() {
    Map<String, Object> named = new HashMap<>(beans.byName());
    named.put("counter", counter);
    return RouteCheck.check(settings, named, ShippedRoutes.installed());
  }

  private void file(String name, String text) throws Exception {
    Files.writeString(folder.resolve("routes").resolve(name), text);
  }

  private List<String> mistakes(String text) throws Exception {
    file("mine.camel.yaml", text);
    return check().stream().map(RouteProblem::toString).toList();
  }

  @Test
  void the_routes_of_this_repository_are_sound() {
    assertThat(check()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"aurora-snapshot", "aurora-clone", "rds-instance"})
  void the_routes_of_every_kind_at_aws_are_sound(String kind) {
    beans.close();
    settings = HomeFolder.atAws(folder, kind).read();
    beans = new Beans(settings, Clock.systemUTC(), "test", List.of());

    assertThat(check()).isEmpty();
  }

  @Test
  void a_routes_folder_that_is_missing_or_empty_is_a_problem() throws Exception {
    Path routes = folder.resolve("routes");
    try (Stream<Path> files = Files.list(routes)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    assertThat(check()).singleElement().asString().contains("there is no *.camel.yaml file");
    Files.delete(routes);
    assertThat(check()).singleElement().asString().startsWith("routes: there is no *.camel.yaml");
  }

  @Test
  void an_empty_file_and_one_of_comments_and_a_folder_of_such_a_name_are_problems()
      throws Exception {
    Files.createDirectory(folder.resolve("routes/folder.camel.yaml"));
    file("none.camel.yaml", "");
    file("comment.camel.yaml", "# later\n");
    assertThat(check())
        .extracting(RouteProblem::file)
        .containsExactly(
            "routes/comment.camel.yaml", "routes/folder.camel.yaml", "routes/none.camel.yaml");
  }

  @Test
  void yaml_that_is_broken_is_told_once_with_its_line() throws Exception {
    assertThat(mistakes("- route:\n  id: x\n   from: y\n"))
        .containsExactly("routes/mine.camel.yaml:3: mapping values are not allowed here");
  }

  @Test
  void bytes_that_are_no_text_are_a_problem() throws Exception {
    Files.write(folder.resolve("routes/mine.camel.yaml"), new byte[] {(byte) 0xc3, 0x28});
    assertThat(check()).extracting(RouteProblem::file).containsOnly("routes/mine.camel.yaml");
  }

  @Test
  void what_the_schema_does_not_know_is_told_by_line_with_the_nearest_name() throws Exception {
    assertThat(
            mistakes(
                """
                - route:
                    id: mine
                    from:
                      uri: direct:mine
                      steps:
                        - log: hello
                        - setBdy: { constant: x }
                        - setBody: { constant: 202 }
                        - split:
                            simple: ${body}
                            parallelProcessing: "maybe"
                            steps: []
                """))
        .containsExactly(
            "routes/mine.camel.yaml:7: unknown key 'setBdy'; did you mean 'setBody'?",
            "routes/mine.camel.yaml:8: 'constant' must be a string, not the number 202; put it in"
                + " quotes",
            "routes/mine.camel.yaml:11: 'parallelProcessing' must be a boolean, not the text"
                + " 'maybe'");
  }

  @Test
  void all_that_cannot_be_built_is_found_in_one_look() throws Exception {
    List<String> told =
        mistakes(
            """
            - route:
                id: option
                from:
                  uri: timer:x
                  parameters:
                    perod: 5
                  steps:
                    - to: direct:nowhere
            - route:
                id: bean
                from:
                  uri: direct:b
                  steps:
                    - bean: { ref: conter, method: count }
            - route:
                id: method
                from:
                  uri: direct:c
                  steps:
                    - bean: { ref: counter, method: tally }
            - route:
                id: hour
                from:
                  uri: quartz:d
                  parameters:
                    cron: "not a cron"
                  steps:
                    - log: "never"
            - route:
                id: placeholder
                from:
                  uri: direct:e
                  steps:
                    - to: "file:{{nowhere.at-all}}"
            - route:
                id: component
                from:
                  uri: direct:f
                  steps:
                    - to: nosuch:thing
            """);
    assertThat(told)
        .hasSize(7)
        .anyMatch(t -> t.startsWith("routes/mine.camel.yaml:6: route option:"))
        .anyMatch(t -> t.startsWith("routes/mine.camel.yaml:8: nothing takes"))
        .anyMatch(t -> t.startsWith("routes/mine.camel.yaml:14: route bean:"))
        .anyMatch(t -> t.startsWith("routes/mine.camel.yaml:20: route method:"))
        .anyMatch(t -> t.contains("route hour:"))
        .anyMatch(t -> t.startsWith("routes/mine.camel.yaml:34: route placeholder:"))
        .anyMatch(t -> t.startsWith("routes/mine.camel.yaml:40: route component:"))
        .noneMatch(t -> t.startsWith("routes/mine.camel.yaml:0"));
  }

  @Test
  void a_direct_endpoint_that_no_route_begins_with_is_told_however_deep_it_stands()
      throws Exception {
    assertThat(
            mistakes(
                """
                - route:
                    id: mine
                    from:
                      uri: direct:mine
                      steps:
                        - choice:
                            when:
                              - simple: ${body} == 1
                                steps:
                                  - to: direct:deep
                        - doTry:
                            steps:
                              - to: direct:prune
                            doFinally:
                              steps:
                                - to: "direct:clear-{{source.kind}}"
                        - to:
                            uri: direct:optional
                            parameters: { block: false, failIfNoConsumers: false }
                        - to:
                            uri: direct:slow
                            parameters: { failIfNoConsumers: false }
                - route:
                    id: elsewhere
                    precondition: "'{{source.kind}}' == 'another'"
                    from:
                      uri: direct:elsewhere
                      steps:
                        - to: direct:not-asked-for
                """))
        .containsExactly(
            "routes/mine.camel.yaml:10: nothing takes what is sent to direct:deep; no route begins"
                + " with it",
            "routes/mine.camel.yaml:16: nothing takes what is sent to direct:clear-server; no route"
                + " begins with it",
            "routes/mine.camel.yaml:20: it waits 30 s where nothing takes what is sent there; add"
                + " block: false to failIfNoConsumers: false");
  }

  @Test
  void a_source_kind_without_its_routes_is_told() throws Exception {
    settings = HomeFolder.in(folder).with("source.kind", "other-cloud").read();
    assertThat(check())
        .extracting(RouteProblem::message)
        .anyMatch(m -> m.contains("direct:acquire-other-cloud"))
        .anyMatch(m -> m.contains("direct:release-other-cloud"));
  }

  @Test
  void one_id_in_two_files_is_a_problem() throws Exception {
    assertThat(mistakes(route("prune", "direct:mine")))
        .singleElement()
        .asString()
        .contains("there is a route prune already, in routes/mine.camel.yaml:2");
  }

  @Test
  void two_routes_that_begin_at_one_endpoint_are_a_problem() throws Exception {
    assertThat(mistakes(route("mine", "direct:prune")))
        .singleElement()
        .asString()
        .startsWith("routes/retention.camel.yaml:")
        .contains("the route prune begins with direct:prune, and so does mine");
  }

  @Test
  void a_template_that_is_not_there_and_what_a_template_sends_to_are_looked_at() throws Exception {
    assertThat(mistakes("- templatedRoute:\n    routeTemplateRef: nope\n    routeId: a\n"))
        .singleElement()
        .asString()
        .contains("nope");
    assertThat(
            mistakes(
                """
                - routeTemplate:
                    id: relay
                    parameters:
                      - name: to
                    from:
                      uri: "timer:{{to}}"
                      steps:
                        - to: "direct:{{to}}"
                - templatedRoute:
                    routeTemplateRef: relay
                    routeId: a
                    parameters:
                      - { name: to, value: nobody }
                """))
        .singleElement()
        .asString()
        .contains("direct:nobody");
  }

  @Test
  void a_home_without_the_nameless_error_handler_is_a_problem() throws Exception {
    Path errors = folder.resolve("routes/errors.camel.yaml");
    Files.writeString(
        errors, Files.readString(errors).replace("noErrorHandler: {}", "defaultErrorHandler: {}"));
    assertThat(check()).singleElement().asString().contains("would not release its scratch");
  }

  private void edit(String name, String old, String replacement) throws Exception {
    Path route = folder.resolve("routes").resolve(name);
    String text = Files.readString(route);
    assertThat(text).contains(old);
    Files.writeString(
        route, text.replaceFirst(Pattern.quote(old), Matcher.quoteReplacement(replacement)));
  }

  private List<String> problems() {
    return check().stream().map(RouteProblem::toString).toList();
  }

  @Test
  void steps_that_were_left_out_of_a_night_and_of_a_refresh_are_found() throws Exception {
    edit("nightly.camel.yaml", "              - to: { uri: direct:verify }\n", "");
    edit("load.camel.yaml", "        - bean: { ref: refreshSteps, method: strip }\n", "");
    edit("dehydrate.camel.yaml", "                  stopOnException: true\n", "");

    assertThat(problems())
        .anyMatch(
            p -> p.matches("routes/nightly.*:\\d+: .*never comes to.* nightDump.verify after .*"))
        .anyMatch(
            p ->
                p.matches(
                    "routes/dump.*:\\d+: no step before this one makes the night's manifest, which"
                        + " nightDump.publish needs; nightDump.verify makes it"))
        .anyMatch(p -> p.matches("routes/refresh.*:\\d+: .*never comes to.* refreshSteps.strip.*"))
        .anyMatch(p -> p.matches("routes/dehydrate.*:\\d+: .*stopOnException.*"))
        .hasSize(4);
  }

  @Test
  void a_stop_before_the_dump_is_published_is_found_and_one_in_a_branch_is_not() throws Exception {
    edit(
        "nightly.camel.yaml",
        "- to: { uri: direct:verify }",
        "- filter: { simple: '${header.tired}', steps: [ { stop: {} } ] }\n              - to: { uri: direct:verify }");
    assertThat(problems()).isEmpty();
    edit(
        "dump.camel.yaml",
        "        - bean: { ref: nightDump, method: complete }",
        "        - stop: {}");
    assertThat(problems()).anyMatch(p -> p.contains("nightDump.publish"));
  }

  @Test
  void misspelt_variables_properties_and_methods_are_found_with_the_nearest_name()
      throws Exception {
    edit("dump.camel.yaml", "${body.parts}", "${body.prts}");
    edit("dump.camel.yaml", "${variable.refresh.server", "${variable.refrsh.server");
    edit("source-server.camel.yaml", "method: resolve", "method: resolv");
    edit("dump.camel.yaml", "name: trialTarget", "name: trialTargt");

    assertThat(problems())
        .anyMatch(p -> p.contains("'body' has no 'prts'; did you mean 'parts'?"))
        .anyMatch(p -> p.contains("sets the variable 'refrsh'; did you mean 'refresh'?"))
        .anyMatch(p -> p.contains("livePlan") && p.contains("resolv"))
        .anyMatch(
            p -> p.contains("'trialTarget'; did you mean 'trialTargt'?, which trialLoad.begin"));
  }

  @Test
  void a_dump_without_a_dehydration_and_a_statement_without_its_retry_are_found() throws Exception {
    edit("nightly.camel.yaml", "              - to: { uri: direct:dehydrate }\n", "");
    assertThat(problems())
        .anyMatch(
            p ->
                p.matches(
                    "routes/dump.*:\\d+: no step before this one makes the night's dehydration"
                        + " result, which nightDump.begin needs; dehydrator.finish makes it"))
        .anyMatch(p -> p.contains("never comes to the step dehydrator.begin"));

    CopiedRoutes.again("nightly", folder);
    edit("dehydrate.camel.yaml", "- policy:", "- step:");
    edit("dehydrate.camel.yaml", "ref: statementRetry", "id: unguarded");
    assertThat(problems())
        .singleElement()
        .asString()
        .contains(
            "never comes to the step sql in the policy statementRetry after"
                + " dehydrator.statements");
  }

  @Test
  void what_camel_and_quartz_pass_over_in_silence_is_found() throws Exception {
    file("mine.yaml", route("mine", "direct:mine"));
    Files.createDirectory(folder.resolve("routes/more"));
    file("more/other.camel.yaml", route("other", "direct:other"));
    edit("nightly.camel.yaml", "\"{{nightly.time-zone}}\"", "Europe/Berln");
    assertThat(
            mistakes(
                """
                - onException:
                    exception: [java.lang.Exception]
                    handled: { constant: "true" }
                    steps:
                      - log: "never"
                - route:
                    id: weekly
                    from:
                      uri: quartz:weekly
                      parameters: { trigger.repeatInterval: 1000 }
                      steps:
                        - to: direct:night-if-due
                """))
        .hasSize(5)
        .anyMatch(p -> p.startsWith("routes/mine.yaml: the file is not taken"))
        .anyMatch(p -> p.startsWith("routes/more/other.camel.yaml: the file is not taken"))
        .anyMatch(p -> p.contains("no time zone 'Europe/Berln'; did you mean 'Europe/Berlin'?"))
        .anyMatch(p -> p.startsWith("routes/mine.camel.yaml:1: this onException never fires"))
        .anyMatch(p -> p.startsWith("routes/mine.camel.yaml:9: the route weekly leads to a night"));
  }

  @Test
  void nothing_is_started_and_no_port_is_opened() throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0)) {
      port = taken.getLocalPort();
      settings = HomeFolder.in(folder).with("camel.server.port", port).read();
      file(
          "mine.camel.yaml",
          """
          - route:
              id: mine
              autoStartup: true
              from:
                uri: timer:mine
                parameters: { period: 10, delay: 0 }
                steps:
                  - bean: { ref: counter, method: count }
          - route:
              id: tick
              from:
                uri: quartz:tick
                parameters: { cron: "* * * * * ?" }
                steps:
                  - bean: { ref: counter, method: count }
          """);
      assertThat(check()).isEmpty();
    }
    await().during(Duration.ofSeconds(2)).until(() -> counter.calls.get() == 0);
  }

  private static String route(String id, String from) {
    return """
        - route:
            id: %s
            from:
              uri: %s
              steps:
                - log: "here"
        """
        .formatted(id, from);
  }
}
