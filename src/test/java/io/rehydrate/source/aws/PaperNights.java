package io.rehydrate.source.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.demo.rds.Kind;
import io.rehydrate.demo.rds.Ledger;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Resource;
import io.rehydrate.run.Run;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Nights without servers, many on one simulated account and one engine, as in a daemon: what a test
 * of one night costs is then the night alone.
 */
final class PaperNights implements AutoCloseable {
  static final long AGE_OF_BACKUP = 7_200;
  private static final int ROUNDS = 40;
  private static final Duration BACKUPS = Duration.ofMinutes(50);

  private final Path folder;
  private final boolean throughout;
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Map<String, Instant> backups = new HashMap<>();

  PaperNights(Path folder) {
    this(folder, false);
  }

  /**
   * @param throughout whether nights come to their end, without any work on the scratch
   */
  PaperNights(Path folder, boolean throughout) {
    this.folder = folder;
    this.throughout = throughout;
  }

  /** A house with its beans and routes. */
  record Place(AwsHouse house, Beans beans, Engine engine) {
    Run night() {
      return night(queued());
    }

    Run queued() {
      return beans.nights().queue(new Actor("tester", "cli"), AwsHouse.TWO);
    }

    Run night(Run queued) {
      engine.send("direct:night", queued.id());
      return beans.journal().get(queued.id());
    }

    String log(Run run) {
      return house.log(beans, run);
    }

    /** What AWS ever made for a run. */
    List<Ledger.Entry> made(Run run, Kind kind) {
      String name = "rehydrate-" + run.id();
      return house.rds.ledger().of(kind).stream().filter(e -> e.id().startsWith(name)).toList();
    }

    private List<Ledger.Entry> left(Run run) {
      return house.rds.ledger().left().stream()
          .filter(entry -> run.id().value().equals(entry.tags().get(Ownership.RUN)))
          .toList();
    }

    /** Nobody finds what a run has made, for a while. */
    void hide(String name, Duration time) {
      for (Ledger.Entry entry : house.rds.ledger().left()) {
        if (entry.id().startsWith(name) && house.rds.world().has(entry.kind(), entry.id())) {
          house.rds.world().hide(entry.kind(), entry.id(), time);
        }
      }
    }

    /** What AWS lists of a run is journalled, reported with its command, and the exit says so. */
    void assertNothingIsHidden(Run run) {
      String log = log(run);
      List<String> journalled =
          beans.journal().resources(run.id()).stream().map(Resource::name).toList();
      for (Ledger.Entry entry : left(run)) {
        if (house.rds.world().lists(entry.kind(), entry.id())) {
          assertThat(journalled).as(log).contains(entry.id());
          Run.Failure failure = run.failure().orElseThrow(() -> new AssertionError(log));
          assertThat(failure.exitCode()).as(log).isEqualTo(16);
          assertThat(failure.message())
              .as(log)
              .containsPattern("aws rds delete-\\S+ .*" + entry.id());
          assertThat(beans.leftovers().undeleted()).extracting(Resource::name).contains(entry.id());
        }
      }
      if (left(run).isEmpty()) {
        assertThat(beans.journal().resources(run.id())).as(log).isEmpty();
      }
    }

    /** Once the account behaves, the daemon's own looks remove it. */
    void assertItIsRemovedInTheEnd(Run run) {
      house.rds.faults().clear();
      for (int i = 0; i < ROUNDS && !isClean(run); i++) {
        house.clock().moveOn(Duration.ofMinutes(1));
        beans.recover();
      }
      String log = log(run);
      assertThat(left(run)).as(log).isEmpty();
      assertThat(beans.journal().resources(run.id())).as(log).isEmpty();
      assertThat(beans.leftovers().undeleted()).isEmpty();
      assertThat(house.rds.world().has(kindOfSource(), "prod")).isTrue();
    }

    private boolean isClean(Run run) {
      return left(run).isEmpty() && beans.journal().resources(run.id()).isEmpty();
    }

    private Kind kindOfSource() {
      return beans.settings().aws().orElseThrow().isInstance() ? Kind.INSTANCE : Kind.CLUSTER;
    }

    void assertNothingLeft(Run run) {
      String log = log(run);
      for (Kind kind : Kind.values()) {
        assertThat(made(run, kind)).as(log).allMatch(e -> e.gone().isPresent());
      }
      assertThat(beans.journal().resources(run.id())).as(log).isEmpty();
    }
  }

  /** The one place for this kind and these settings, with no faults to come. */
  Place at(String kind, Map<String, String> settings) throws Exception {
    String name = kind + settings;
    if (!places.containsKey(name)) {
      places.put(name, open(kind, settings));
    }
    Place place = places.get(name);
    place.house().rds.faults().clear();
    backUp(name, place.house());
    return place;
  }

  /** The account goes on to take its snapshots while the clock is moved on. */
  private void backUp(String name, AwsHouse house) {
    Instant now = house.clock().instant();
    if (backups.getOrDefault(name, Instant.EPOCH).plus(BACKUPS).isBefore(now)) {
      house.rds.world().automatedSnapshot("prod", now.minusSeconds(AGE_OF_BACKUP));
      backups.put(name, now);
    }
  }

  private Place open(String kind, Map<String, String> settings) throws Exception {
    Path home = folder.resolve("home-" + places.size());
    AwsHouse house = throughout ? AwsHouse.throughout(home, kind) : AwsHouse.onPaper(home, kind);
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      house.home().set(setting.getKey(), setting.getValue());
    }
    Beans beans = house.beans();
    return new Place(house, beans, Engine.foreground(beans));
  }

  @Override
  public void close() {
    for (Place place : places.values()) {
      place.engine().close();
      place.beans().close();
      place.house().close();
    }
  }
}
