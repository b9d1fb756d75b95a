package io.rehydrate.source.aws;

import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Journal;
import io.rehydrate.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.Variable;

/** The bean that begins a night at AWS, or continues with one that another process began. */
public final class AwsNight {
  private static final Duration MARGIN = Duration.ofDays(1);

  private final Settings settings;
  private final Journal journal;
  private final Ownership ownership;
  private final AwsCluster cluster;
  private final AwsInstance instance;
  private final Clock clock;

  public AwsNight(
      Settings settings,
      Journal journal,
      Ownership ownership,
      AwsCluster cluster,
      AwsInstance instance,
      Clock clock) {
    this.cluster = cluster;
    this.instance = instance;
    this.settings = settings;
    this.journal = journal;
    this.ownership = ownership;
    this.clock = clock;
  }

  /** Names, tags and password of the run's scratch, and what the journal knows of it. */
  public AwsScratch begin(@Variable("run") ActiveRun run) {
    Settings.Aws aws = settings.aws().orElseThrow();
    AwsScratch scratch =
        new AwsScratch(
            run,
            aws,
            journal,
            new ScratchNames(aws.prefix(), run.id()),
            ownership.tags(
                run.id(), clock.instant().plus(settings.deadlines().night()).plus(MARGIN)));
    run.log().info("the scratch of this night is " + scratch.names().base());
    return scratch;
  }

  /**
   * The call that sets the password of this night: of the cluster, or of an instance of its own.
   *
   * @param patience milliseconds for which a transient state is tolerated
   */
  public RdsRequestTask password(@Variable("aws") AwsScratch aws, long patience) {
    return aws.settings().isInstance()
        ? instance.password(aws, patience)
        : cluster.password(aws, patience);
  }
}
