package io.rehydrate.store;

import static io.rehydrate.store.StoreFixture.RUN;
import static io.rehydrate.store.StoreFixture.daysAgo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.dump.DumpId;
import io.rehydrate.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.Period;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The route of retention on a real folder. */
class RetentionTest {
  private static final String ROUTE =
      """
      - route:
          id: retention
          from:
            uri: direct:retention
            steps:
              - loop:
                  doWhile: true
                  copy: false
                  simple: "${body} != null"
                  steps:
                    - pollEnrich:
                        simple: "file:{{store.directory}}?recursive=true&minDepth=2&maxDepth=2&antInclude=*/manifest.json&readLock=none&idempotent=false&noop=true&filter=#retention"
                        timeout: 0
                    - filter:
                        simple: "${body} != null"
                        steps:
                          - bean:
                              ref: retention
                              method: remove
      """;

  @TempDir Path temp;
  private StoreFixture fixture;
  private final Set<DumpId> inUse = new HashSet<>();

  @BeforeEach
  void an_empty_store() {
    fixture = new StoreFixture(temp.resolve("the store"));
  }

  private Retention retention(int keepLast) {
    Settings.Store settings = new Settings.Store(fixture.directory, Period.ofDays(7), keepLast);
    return new Retention(fixture.store, settings, inUse::contains);
  }

  private void publish(int... daysAgo) {
    IntStream.of(daysAgo).forEach(days -> fixture.publish(daysAgo(days)));
  }

  private List<DumpId> left() {
    return fixture.store.list().stream().map(StoredDump::id).toList();
  }

  private static List<DumpId> nights(int... daysAgo) {
    return IntStream.of(daysAgo).mapToObj(StoreFixture::daysAgo).toList();
  }

  private void runRoute(Retention retention) throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context
          .getPropertiesComponent()
          .addOverrideProperty("store.directory", fixture.directory.toString());
      context.getRegistry().bind("retention", retention);
      Resource route = ResourceHelper.fromString("retention.yaml", ROUTE);
      PluginHelper.getRoutesLoader(context).loadRoutes(route);
      context.start();
      context.createProducerTemplate().sendBody("direct:retention", "go");
    }
  }

  @Test
  void a_strangers_dump_ages_no_other_and_stays() {
    publish(9, 10);
    StoreFixture.publish(
        new Store(fixture.directory, fixture.clock, new RememberedStores()), daysAgo(0));

    assertThat(retention(1).removable()).isEmpty();
  }

  @Test
  void the_route_removes_what_is_older_than_the_newest_by_more_than_is_kept() throws Exception {
    publish(0, 1, 6, 7, 8, 9, 30);

    runRoute(retention(3));

    assertThat(left()).isEqualTo(nights(0, 1, 6, 7));
    try (var entries = Files.list(fixture.directory)) {
      assertThat(entries.map(e -> e.getFileName().toString()))
          .containsExactlyInAnyOrder(
              ".rehydrate-store",
              daysAgo(0).value(),
              daysAgo(1).value(),
              daysAgo(6).value(),
              daysAgo(7).value());
    }
  }

  @Test
  void the_route_spares_pinned_held_and_used_dumps_and_what_is_not_a_dump() throws Exception {
    publish(0, 1, 2, 20, 21, 22, 23, 24);
    fixture.store.pin(daysAgo(20), new Pin("ann", "audit", StoreFixture.NOW, Optional.empty()));
    fixture.store.hold(daysAgo(21), "look");
    inUse.add(daysAgo(22));
    Staging staging = fixture.store.stage(RUN, daysAgo(40));
    Files.writeString(staging.folder().resolve("manifest.json"), "{}");
    Path foreign = Files.createDirectories(fixture.directory.resolve("mine"));
    Files.writeString(foreign.resolve("manifest.json"), "{}");
    Path broken = Files.createDirectories(fixture.directory.resolve(daysAgo(50).value()));
    Files.writeString(broken.resolve("manifest.json"), "{}");

    runRoute(retention(1));

    assertThat(left()).isEqualTo(nights(0, 1, 2, 20, 21, 22));
    assertThat(staging.folder().resolve("manifest.json")).exists();
    assertThat(foreign.resolve("manifest.json")).exists();
    assertThat(broken.resolve("manifest.json")).exists();
  }

  @Test
  void without_new_dumps_none_is_lost_however_late_it_is() {
    publish(100, 101, 106);

    assertThat(retention(1).removable()).isEmpty();
  }

  @Test
  void never_goes_below_the_last_good_ones() {
    publish(0, 20, 30, 40, 50);
    assertThat(retention(3).removable()).isEqualTo(nights(40, 50));
    fixture.store.hold(daysAgo(20), "look");
    assertThat(retention(3).removable()).isEqualTo(nights(50));
    assertThat(retention(10).removable()).isEmpty();
  }

  @Test
  void never_removes_the_newest_good_dump_even_when_a_held_one_is_newer() {
    publish(0, 20, 21);
    fixture.store.hold(daysAgo(0), "look");

    assertThat(retention(1).removable()).isEmpty();
    fixture.store.hold(daysAgo(21), "look");
    assertThat(retention(0).removable()).isEmpty();
  }

  @Test
  void a_dump_from_the_future_does_not_empty_the_store() {
    publish(0, 1, 2, 3);
    fixture.publish(DumpId.at(Instant.parse("2099-01-01T00:00:00Z")));

    assertThat(retention(3).removable()).isEmpty();
  }

  @Test
  void nothing_is_removed_from_a_share_that_is_not_mounted() throws Exception {
    publish(0, 20, 21, 22, 23);
    Files.delete(fixture.directory.resolve(".rehydrate-store"));

    assertThatThrownBy(() -> runRoute(retention(1)))
        .hasStackTraceContaining("its marker .rehydrate-store is missing");
    assertThat(fixture.directory.resolve(daysAgo(23).value()).resolve("manifest.json")).exists();
  }

  @Test
  void what_a_header_says_is_not_believed() {
    publish(0, 20, 21, 22);
    Retention retention = retention(1);

    for (String parent :
        List.of("", ".", "/", fixture.directory.toString(), "../..", daysAgo(0).value(), "pins")) {
      retention.remove(parent);
    }
    assertThat(left()).hasSize(4);
    retention.remove("/anywhere/" + daysAgo(22));
    assertThat(left()).isEqualTo(nights(0, 20, 21));
  }

  @Test
  void a_dump_that_was_pinned_a_moment_ago_stays() {
    publish(0, 20);
    Retention retention = retention(1);
    assertThat(retention.removable()).isEqualTo(nights(20));
    fixture.store.pin(daysAgo(20), new Pin("ann", "", StoreFixture.NOW, Optional.empty()));

    retention.remove(fixture.directory.resolve(daysAgo(20).value()).toString());

    assertThat(left()).isEqualTo(nights(0, 20));
  }
}
