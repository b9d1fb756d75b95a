package io.rehydrate.demo;

import io.rehydrate.demo.rds.Courses;
import io.rehydrate.demo.rds.FakeRds;
import io.rehydrate.demo.rds.Kind;
import io.rehydrate.demo.rds.Ledger;
import io.rehydrate.demo.rds.MariaDbStorage;
import io.rehydrate.demo.rds.World;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The demo's AWS account, simulated on this machine: production's server is the cluster {@link
 * #CLUSTER}, and whatever a night has made there is an embedded server too.
 */
public final class SimulatedAws implements AutoCloseable {
  public static final String CLUSTER = "production";

  /** A minute at AWS is half a second. */
  private static final double HURRY = 120;

  private static final Duration LAST_BACKUP = Duration.ofHours(5);

  private final FakeRds rds;
  private final Clock clock = Clock.systemUTC();

  /**
   * @param hurry how many times faster than AWS
   */
  SimulatedAws(EmbeddedMariaDb production, Path folder, List<String> arguments, double hurry) {
    rds =
        FakeRds.start(
            new MariaDbStorage(production.programs().getParent(), folder, arguments),
            clock,
            Courses.likeAws().faster(hurry));
    rds.world()
        .subnetGroup("rehydrate")
        .securityGroup("sg-0rehydrate")
        .clusterParameterGroup("rehydrate-scratch", "aurora-mysql8.0")
        .aurora(CLUSTER, World.AURORA_VERSION, production);
  }

  /**
   * Starts it, with the cluster and what the example's settings name.
   *
   * @param folder for the data of what is made there; it is emptied
   * @param arguments of each server that is started there
   */
  public static SimulatedAws start(
      EmbeddedMariaDb production, Path folder, List<String> arguments) {
    return new SimulatedAws(production, folder, arguments, HURRY);
  }

  /** The cluster's automatic snapshot of last night, with what it holds now. */
  public void takeAutomatedSnapshot() {
    rds.world().automatedSnapshot(CLUSTER, clock.instant().minus(LAST_BACKUP));
  }

  /** System properties in which the SDK looks for credentials; they open nothing but this. */
  public Map<String, String> credentials() {
    return Map.of("aws.accessKeyId", rds.accessKey(), "aws.secretAccessKey", rds.secretKey());
  }

  /** For the settings' {@code {{sys:demo.*}}}. */
  public Map<String, String> settings() {
    return Map.of("aws-endpoint", rds.endpoint().toString(), "aws-region", rds.region());
  }

  /** What was made there, what of it is left, and how often it was called: for reading. */
  public String summary() {
    Ledger ledger = rds.ledger();
    String made =
        Stream.of(Kind.CLUSTER_SNAPSHOT, Kind.CLUSTER, Kind.INSTANCE)
            .map(kind -> ledger.of(kind).size() + " " + name(kind))
            .collect(Collectors.joining(", "));
    return "Simulated AWS: %s made, %d left; %d calls of its API"
        .formatted(made, ledger.left().size(), rds.calls().all().size());
  }

  private static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  @Override
  public void close() {
    rds.close();
  }
}
