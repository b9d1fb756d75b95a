package io.rehydrate.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.settings.Settings;
import io.rehydrate.support.HomeFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    try (Stream<Path> routes = Files.list(Path.of("routes"))) {
      Files.createDirectory(folder.resolve("routes"));
      for (Path route : routes.toList()) {
        Files.copy(route, folder.resolve("routes").resolve(route.getFileName()));
      }
    }
    beans = new Beans(settings, Clock.systemUTC(), "test", List.of());
  }

  @AfterEach
  void close() {
    beans.close();
  }

  private List<RouteProblem> check() {
    Map<String, Object> named = new HashMap<>(beans.byName());
    named.put("counter", counter);
    return RouteCheck.check(settings, named);
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

  @Test
  void a_key_that_camel_does_not_know() throws Exception {
    System.err.println(
        mistakes(
            """
        - route:
            id: mine
            from:
              uri: direct:mine
              steps:
                - log: hello
                - setBdy: { constant: x }
        """));
  }

  @Test
  void many() throws Exception {
    for (String text :
        List.of(
            "",
            "# nothing\n",
            "- route:\n  id: x\n   from: y\n",
            "- route:\n    id: mine\n    from:\n      uri: direct:mine\n      steps:\n        - setBody: { constant: 202 }\n        - split:\n            simple: ${body}\n            parallelProcessing: \"maybe\"\n            steps: []\n",
            "- route:\n    id: mine\n    from:\n      uri: timer:x\n      parameters:\n        perod: 5\n      steps:\n        - bean: { ref: counter, method: count }\n        - to: direct:nowhere\n- route:\n    id: mine2\n    from:\n      uri: direct:b\n      steps:\n        - bean: { ref: conter, method: count }\n- route:\n    id: mine3\n    from:\n      uri: direct:c\n      steps:\n        - bean: { ref: counter, method: cont }\n- route:\n    id: mine4\n    from:\n      uri: quartz:c\n      parameters:\n        cron: \"not a cron\"\n      steps:\n        - to: \"direct:{{nope}}\"\n",
            "- route:\n    id: mine\n    from:\n      uri: timer:x\n      steps:\n        - bean: { ref: counter, method: count }\n        - choice:\n            when:\n              - simple: ${body} == 1\n                steps:\n                - to: direct:nowhere\n        - to: direct:other-{{source.kind}}\n        - to: nosuch:thing\n",
            "- route:\n    id: night\n    from:\n      uri: direct:mine\n      steps:\n        - log: x\n",
            "- route:\n    id: mine\n    from:\n      uri: direct:night\n      steps:\n        - log: x\n",
            "- route:\n    id: mine\n    routeConfigurationId: nope\n    from:\n      uri: direct:mine\n      steps:\n        - log: ${boddy\n        - setBody: {simple: '${nofunc}'}\n",
            "- templatedRoute:\n    routeTemplateRef: nope\n    routeId: a\n",
            "- routeTemplate:\n    id: tt\n    parameters:\n      - name: x\n    from:\n      uri: timer:{{x}}\n      steps:\n        - to: direct:{{x}}\n- templatedRoute:\n    routeTemplateRef: tt\n    routeId: a\n    parameters:\n      - {name: x, value: yy}\n",
            "- rest:\n    path: /api\n    get:\n      - path: /x\n        to: direct:night\n      - path: /y\n        to: direct:none\n",
            "- route:\n    id: mine\n    from:\n      uri: timer:x\n      parameters: {period: 10, delay: 0}\n      steps:\n        - bean: { ref: counter, method: count }\n")) {
      long t = System.nanoTime();
      System.err.println("====\n" + text + "----");
      mistakes(text).forEach(System.err::println);
      System.err.println((System.nanoTime() - t) / 1000000 + " ms, " + counter.calls.get());
    }
  }
}
