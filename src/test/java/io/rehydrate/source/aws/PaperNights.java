package io.rehydrate.source.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.demo.rds.Kind;
import io.rehydrate.demo.rds.Ledger;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Nights without servers, many on one simulated account and one engine, as in a daemon: what a test
 * of one night costs is then the night alone.
 */
final class PaperNights implements AutoCloseable {
  static final long AGE_OF_BACKUP = 7_200;

  private final Path folder;
  private final Map<String, Place> places = new LinkedHashMap<>();

  PaperNights(Path folder) {
    this.folder = folder;
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
    places.get(name).house().rds.faults().clear();
    return places.get(name);
  }

  private Place open(String kind, Map<String, String> settings) throws Exception {
    AwsHouse house = AwsHouse.onPaper(folder.resolve("home-" + places.size()), kind);
    house
        .rds
        .world()
        .automatedSnapshot("prod", Clock.systemUTC().instant().minusSeconds(AGE_OF_BACKUP));
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
