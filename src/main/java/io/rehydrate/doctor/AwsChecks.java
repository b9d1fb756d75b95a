package io.rehydrate.doctor;

import io.rehydrate.settings.ServerUrl;
import io.rehydrate.settings.Settings;
import io.rehydrate.source.aws.Aws;
import io.rehydrate.source.aws.AwsFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBEngineVersion;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.Filter;

/**
 * AWS: credentials, the source, and what a restore is given, all by questions that cost nothing.
 * Whether something may be made or deleted can't be asked for free.
 */
record AwsChecks(Settings.Aws settings, Clock clock) implements Examination {
  private static final int MOST_CLONES = 15;
  private static final Duration SKEW = Duration.ofMinutes(10);

  /** What the source runs. */
  private record Engine(String name, String version) {}

  @Override
  public void examine(Findings findings) {
    try (Aws aws = new Aws(settings, "doctor", clock)) {
      RdsClient rds = aws.client();
      Optional<Engine> engine = asked(findings, "aws source", () -> source(rds, findings));
      engine.ifPresent(
          e -> {
            asked(findings, "aws snapshots", () -> snapshots(rds, findings));
            asked(findings, "aws engine", () -> engine(rds, e, findings));
            settings
                .instanceClasses()
                .forEach(
                    c -> asked(findings, "aws class " + c, () -> ofClass(rds, e, c, findings)));
            asked(findings, "aws events", () -> rds.describeEvents(r -> r.maxRecords(20)));
          });
      settings
          .groups()
          .subnet()
          .ifPresentOrElse(
              name -> asked(findings, "aws subnet group", () -> subnets(rds, name, findings)),
              () ->
                  findings.warn(
                      "aws subnet group",
                      "AWS would put the scratch into the default VPC",
                      "Set scratch.subnet-group"));
      certificate(findings);
      if (settings.groups().security().isEmpty()) {
        findings.warn(
            "aws security groups",
            "the scratch would get the VPC's default one, not the source's",
            "Set scratch.security-groups to one that lets this machine in");
      }
    }
  }

  private void certificate(Findings findings) {
    Optional<ServerUrl> url = settings.scratch().url();
    boolean checked =
        settings.scratch().authorities().isPresent()
            || url.filter(u -> u.sslMode().startsWith("VERIFY_")).isPresent();
    if (checked) {
      findings.ok("aws certificate", "the scratch's is checked");
    } else {
      findings.warn(
          "aws certificate",
          "sessions on the scratch are encrypted, but its certificate is not checked",
          "Set scratch.ca-file to AWS's bundle; docs/aws.md says where it is");
    }
  }

  /** A question to AWS. */
  private interface Question<T> {
    T ask();
  }

  private static <T> Optional<T> asked(Findings findings, String name, Question<T> question) {
    try {
      return Optional.ofNullable(question.ask());
    } catch (SdkException e) {
      findings.fail(name, AwsFailure.words(e), AwsFailure.remedy(e));
      return Optional.empty();
    } catch (IndexOutOfBoundsException | NullPointerException e) {
      findings.fail(name, "AWS's answer lacks what was asked for", "Run doctor again");
      return Optional.empty();
    }
  }

  private Engine source(RdsClient rds, Findings findings) {
    if (settings.isInstance()) {
      DBInstance instance =
          rds.describeDBInstances(r -> r.dbInstanceIdentifier(settings.source()))
              .dbInstances()
              .get(0);
      tell(findings, "instance", instance.dbInstanceStatus(), instance.engineVersion());
      account(findings, instance.masterUsername());
      return new Engine(instance.engine(), instance.engineVersion());
    }
    DBCluster cluster =
        rds.describeDBClusters(r -> r.dbClusterIdentifier(settings.source())).dbClusters().get(0);
    tell(findings, "cluster", cluster.status(), cluster.engineVersion());
    account(findings, cluster.masterUsername());
    if (settings.kind().equals(Settings.Aws.CLONE)) {
      asked(findings, "aws clones", () -> clones(rds, cluster, findings));
    }
    if (settings.kind().equals(Settings.Aws.CLONE) && cluster.dbClusterMembers().isEmpty()) {
      findings.fail(
          "aws source members",
          "a cluster without an instance can't be cloned",
          "Give it one, or use source.kind=aurora-snapshot");
    }
    return new Engine(cluster.engine(), cluster.engineVersion());
  }

  private void account(Findings findings, String master) {
    if (settings.scratch().account().filter(a -> a.username().equals(master)).isPresent()) {
      findings.fail(
          "aws scratch account",
          master + " is the master account, whose password each night sets on the copy",
          "Leave scratch.username and its password out, or name another account");
    }
  }

  private Object clones(RdsClient rds, DBCluster cluster, Findings findings) {
    String group = String.valueOf(cluster.cloneGroupId());
    int clones =
        rds.describeDBClusters(
                    r -> r.filters(Filter.builder().name("clone-group-id").values(group).build()))
                .dbClusters()
                .size()
            - 1;
    if (clones >= MOST_CLONES) {
      findings.warn(
          "aws clones",
          settings.source() + " has " + clones + " clones: the next one is a full copy",
          "Delete some, or use source.kind=aurora-snapshot");
    } else {
      findings.ok("aws clones", Math.max(0, clones) + " of " + MOST_CLONES);
    }
    return this;
  }

  private void tell(Findings findings, String what, String status, String version) {
    String text = what + " " + settings.source() + ", " + version + ", is " + status;
    if ("available".equals(status)) {
      findings.ok("aws source", text);
    } else {
      findings.warn(
          "aws source", text, "A night waits for deadline.ready, then takes an older snapshot");
    }
  }

  private Object snapshots(RdsClient rds, Findings findings) {
    if (settings.kind().equals(Settings.Aws.CLONE)) {
      return this;
    }
    Instant now = clock.instant();
    Optional<Instant> newest =
        newest(rds).filter(at -> at.isBefore(now.plus(SKEW))).max(Comparator.naturalOrder());
    if (newest.filter(at -> at.plus(settings.snapshotMaxAge()).isBefore(now)).isPresent()) {
      findings.warn(
          "aws snapshots",
          "the newest automatic one is "
              + Duration.between(newest.get(), now).toHours()
              + " h old, more than source.snapshot-max-age: a night refuses it",
          "See why AWS takes no newer one, or raise source.snapshot-max-age");
    } else if (newest.isEmpty()) {
      findings.warn(
          "aws snapshots",
          "there is no automatic snapshot to fall back on",
          "Give " + settings.source() + " a backup retention period");
    } else {
      findings.ok(
          "aws snapshots",
          "the newest automatic one is "
              + Math.max(0, Duration.between(newest.get(), now).toHours())
              + " h old");
    }
    return this;
  }

  private Stream<Instant> newest(RdsClient rds) {
    if (settings.isInstance()) {
      return rds
          .describeDBSnapshotsPaginator(
              r -> r.dbInstanceIdentifier(settings.source()).snapshotType("automated"))
          .dbSnapshots()
          .stream()
          .filter(s -> "available".equals(s.status()))
          .map(s -> s.snapshotCreateTime())
          .filter(Objects::nonNull);
    }
    return rds
        .describeDBClusterSnapshotsPaginator(
            r -> r.dbClusterIdentifier(settings.source()).snapshotType("automated"))
        .dbClusterSnapshots()
        .stream()
        .filter(s -> "available".equals(s.status()))
        .map(s -> s.snapshotCreateTime())
        .filter(Objects::nonNull);
  }

  /** The version can be restored here, and the parameter groups are of its family. */
  private Object engine(RdsClient rds, Engine engine, Findings findings) {
    List<DBEngineVersion> versions =
        rds.describeDBEngineVersions(r -> r.engine(engine.name()).engineVersion(engine.version()))
            .dbEngineVersions();
    if (versions.isEmpty()) {
      findings.warn(
          "aws engine",
          engine.name() + " " + engine.version() + " is not offered in this region any more",
          "Upgrade " + settings.source());
      return this;
    }
    String family = versions.get(0).dbParameterGroupFamily();
    findings.ok("aws engine", engine.name() + " " + engine.version() + " (" + family + ")");
    settings
        .groups()
        .clusterParameters()
        .ifPresent(
            name ->
                family(
                    findings,
                    name,
                    family,
                    rds.describeDBClusterParameterGroups(r -> r.dbClusterParameterGroupName(name))
                        .dbClusterParameterGroups()
                        .get(0)
                        .dbParameterGroupFamily()));
    settings
        .groups()
        .parameters()
        .ifPresent(
            name ->
                family(
                    findings,
                    name,
                    family,
                    rds.describeDBParameterGroups(r -> r.dbParameterGroupName(name))
                        .dbParameterGroups()
                        .get(0)
                        .dbParameterGroupFamily()));
    if (!settings.isInstance() && settings.groups().clusterParameters().isEmpty()) {
      findings.warn(
          "aws parameter group",
          "the scratch would get the default one, with the event scheduler as AWS sets it",
          "Set scratch.cluster-parameter-group; docs/aws.md lists its parameters");
    }
    return this;
  }

  private static void family(Findings findings, String name, String wanted, String found) {
    if (found.equals(wanted)) {
      findings.ok("aws parameter group " + name, found);
    } else {
      findings.fail(
          "aws parameter group " + name,
          "is of the family " + found + "; the source's is " + wanted,
          "Make one of the family " + wanted);
    }
  }

  private Object ofClass(RdsClient rds, Engine engine, String name, Findings findings) {
    boolean offered =
        !rds.describeOrderableDBInstanceOptions(
                r -> r.engine(engine.name()).engineVersion(engine.version()).dbInstanceClass(name))
            .orderableDBInstanceOptions()
            .isEmpty();
    if (offered) {
      findings.ok("aws class " + name, "offered for " + engine.version());
    } else {
      findings.fail(
          "aws class " + name,
          "is not offered for " + engine.name() + " " + engine.version() + " in this region",
          "Name another in scratch.instance-classes");
    }
    return this;
  }

  private static Object subnets(RdsClient rds, String name, Findings findings) {
    String vpc =
        rds.describeDBSubnetGroups(r -> r.dbSubnetGroupName(name)).dbSubnetGroups().get(0).vpcId();
    findings.ok("aws subnet group", name + " in " + vpc);
    return vpc;
  }
}
