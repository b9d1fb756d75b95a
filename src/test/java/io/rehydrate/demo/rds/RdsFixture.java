package io.rehydrate.demo.rds;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.RdsException;

/** A simulated RDS with a cluster {@code prod} and an instance {@code shop}, and a real client. */
final class RdsFixture implements AutoCloseable {
  static final Instant NIGHT = Instant.parse("2026-11-22T02:00:00Z");
  static final String GROUP = "scratch-group";

  /** A simulated change that starts a server takes its time within the call. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  final SettableClock clock = new SettableClock(NIGHT);
  final FakeRds rds;
  final RdsClient client;

  private RdsFixture(Storage storage) {
    rds = FakeRds.start(storage, clock, Courses.likeAws());
    client = client(rds, rds.secretKey(), rds.region());
  }

  static RdsFixture onPaper() {
    RdsFixture fixture = new RdsFixture(new PaperStorage());
    fixture
        .rds
        .world()
        .aurora("prod", World.AURORA_VERSION)
        .mysql("shop", World.MYSQL_VERSION)
        .clusterParameterGroup(GROUP, "aurora-mysql8.0")
        .clusterParameterGroup("old-group", "aurora-mysql5.7")
        .subnetGroup("scratch-subnets")
        .securityGroup("sg-scratch");
    return fixture;
  }

  static RdsFixture on(Storage storage) {
    return new RdsFixture(storage);
  }

  static RdsClient client(FakeRds rds, String secretKey, String region) {
    return RdsClient.builder()
        .endpointOverride(rds.endpoint())
        .region(Region.of(region))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(rds.accessKey(), secretKey)))
        .httpClientBuilder(ApacheHttpClient.builder().socketTimeout(PATIENCE))
        .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
        .build();
  }

  void pass(Duration time) {
    clock.advance(time);
  }

  void passMinutes(long minutes) {
    pass(Duration.ofMinutes(minutes));
  }

  static Clock realTime() {
    return Clock.systemUTC();
  }

  static void assertRefused(String code, int status, ThrowingCallable call) {
    assertThatExceptionOfType(RdsException.class)
        .isThrownBy(call)
        .satisfies(
            e -> {
              org.assertj.core.api.Assertions.assertThat(e.awsErrorDetails().errorCode())
                  .as(e.getMessage())
                  .isEqualTo(code);
              org.assertj.core.api.Assertions.assertThat(e.statusCode()).isEqualTo(status);
              org.assertj.core.api.Assertions.assertThat(e.requestId()).isNotBlank();
            });
  }

  String clusterStatus(String id) {
    return client.describeDBClusters(r -> r.dbClusterIdentifier(id)).dbClusters().get(0).status();
  }

  String instanceStatus(String id) {
    return client
        .describeDBInstances(r -> r.dbInstanceIdentifier(id))
        .dbInstances()
        .get(0)
        .dbInstanceStatus();
  }

  String snapshotStatus(String id) {
    return client
        .describeDBClusterSnapshots(r -> r.dbClusterSnapshotIdentifier(id))
        .dbClusterSnapshots()
        .get(0)
        .status();
  }

  /** A snapshot of {@code prod} that is available. */
  void snapshot(String id) {
    client.createDBClusterSnapshot(
        r -> r.dbClusterSnapshotIdentifier(id).dbClusterIdentifier("prod"));
    passMinutes(10);
  }

  /** A cluster that is available, of a snapshot. */
  void restore(String id, String snapshot) {
    client.restoreDBClusterFromSnapshot(
        r ->
            r.dbClusterIdentifier(id)
                .snapshotIdentifier(snapshot)
                .engine("aurora-mysql")
                .engineVersion(World.AURORA_VERSION));
    passMinutes(30);
  }

  /** An instance that is available, in a cluster. */
  void instance(String id, String cluster) {
    client.createDBInstance(
        r ->
            r.dbInstanceIdentifier(id)
                .dbClusterIdentifier(cluster)
                .dbInstanceClass("db.r7g.large")
                .engine("aurora-mysql"));
    passMinutes(15);
  }

  @Override
  public void close() {
    client.close();
    rds.close();
  }
}
