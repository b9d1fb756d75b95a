package io.rehydrate.source.aws;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.run.Journal;
import io.rehydrate.run.RunId;
import io.rehydrate.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.RdsClientBuilder;

/** Everything that a night at AWS needs, made once: the client, and the beans of its routes. */
public final class Aws implements AutoCloseable {
  private static final Duration ONE_TRY = Duration.ofSeconds(30);
  private static final Duration ONE_CALL = Duration.ofMinutes(2);

  private final RdsClient client;
  private final CallCounter counter = new CallCounter();
  private final Inventory inventory;
  private final Ownership ownership;
  private final ResourceDeleter remover;
  private final Duration interval;
  private final Clock clock;

  /**
   * @param installation the id that marks what this installation makes
   * @throws InvalidException {@code aws.client} where no region is known
   */
  public Aws(Settings.Aws settings, String installation, Clock clock) {
    this.client = client(settings, counter);
    this.inventory = new Inventory(client);
    this.ownership = new Ownership(settings.prefix(), installation, settings.source());
    this.remover = new ResourceDeleter(client, inventory);
    this.interval = settings.pollInterval();
    this.clock = clock;
  }

  /** Credentials come from the SDK's own chain; nothing of them is ever in our settings. */
  private static RdsClient client(Settings.Aws settings, CallCounter counter) {
    RdsClientBuilder builder =
        RdsClient.builder()
            .httpClientBuilder(ApacheHttpClient.builder())
            .overrideConfiguration(
                c ->
                    c.apiCallAttemptTimeout(ONE_TRY)
                        .apiCallTimeout(ONE_CALL)
                        .addExecutionInterceptor(counter)
                        .addExecutionInterceptor(new AnswerCheck()));
    settings.region().map(Region::of).ifPresent(builder::region);
    settings.endpoint().ifPresent(builder::endpointOverride);
    try {
      return builder.build();
    } catch (SdkException e) {
      throw new InvalidException(
          ErrorCode.AWS_CLIENT,
          "No AWS region is set: neither aws.region nor AWS_REGION, and no profile names one",
          "Set aws.region, like eu-central-1",
          e);
    }
  }

  /** For the routes: {@code aws2-rds:} finds it by its type. */
  public RdsClient client() {
    return client;
  }

  /** A releaser for each kind of thing. */
  public List<RdsReleaser> releasers(Journal journal) {
    return Arrays.stream(RdsResourceType.values())
        .map(
            kind ->
                new RdsReleaser(
                    kind, inventory, remover, ownership, journal, RdsPoller.grace(interval), clock))
        .toList();
  }

  /**
   * @param runsToKeep runs that live or may continue
   */
  public AwsSweep sweep(Supplier<Set<RunId>> runsToKeep, Journal journal) {
    return new AwsSweep(inventory, remover, ownership, runsToKeep, journal, clock);
  }

  /** The beans of the routes, by name. */
  public Map<String, Object> beans(
      Settings settings, Journal journal, AwsSweep sweep, Leftovers leftovers) {
    Settings.Aws own = settings.aws().orElseThrow();
    AwsCost cost = new AwsCost(settings, counter, clock);
    AwsLogin login = new AwsLogin(new ScratchProof(settings.source().login()), cost, clock);
    RdsPoller waits = new RdsPoller(inventory, ownership, login::answers, interval, clock);
    List<RdsReleaser> releasers = releasers(journal);
    Map<String, Object> beans = new LinkedHashMap<>();
    beans.put("rdsClient", client);
    AwsCluster cluster = new AwsCluster(clock);
    AwsInstance instance = new AwsInstance(clock);
    beans.put("awsNight", new AwsNight(settings, journal, ownership, cluster, instance, clock));
    beans.put("rdsRequests", new RdsRequests(inventory, RdsPoller.grace(interval), clock));
    beans.put("rdsPoller", waits);
    beans.put("awsSnapshot", new AwsSnapshot(waits, clock));
    beans.put("awsCluster", cluster);
    beans.put("awsInstance", instance);
    beans.put("awsLogin", login);
    beans.put(
        "scratchDeletion",
        new ScratchDeletion(
            releasers, inventory, ownership, RdsResourceType.of(own), journal, interval, clock));
    beans.put(
        "earlierRuns", new EarlierRuns(releasers, leftovers, journal, own.maxLeftovers(), clock));
    beans.put("awsSweep", sweep);
    beans.put("awsCost", cost);
    return beans;
  }

  @Override
  public void close() {
    client.close();
  }
}
