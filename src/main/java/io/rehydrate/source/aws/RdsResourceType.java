package io.rehydrate.source.aws;

import io.rehydrate.settings.Settings;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The kinds of things that a night makes at AWS. */
public enum RdsResourceType {
  CLUSTER_SNAPSHOT("aws-cluster-snapshot", "cluster snapshot", "db-cluster-snapshot"),
  SNAPSHOT("aws-snapshot", "snapshot", "db-snapshot"),
  CLUSTER("aws-cluster", "cluster", "db-cluster"),
  INSTANCE("aws-instance", "instance", "db-instance");

  private final String resource;
  private final String text;
  private final String eventSource;

  RdsResourceType(String resource, String text, String eventSource) {
    this.resource = resource;
    this.text = text;
    this.eventSource = eventSource;
  }

  /** The kind under which it is in the journal. */
  public String resource() {
    return resource;
  }

  /** What AWS calls it where it lists events. */
  String eventSource() {
    return eventSource;
  }

  static Optional<RdsResourceType> of(String resource) {
    return Arrays.stream(values()).filter(k -> k.resource.equals(resource)).findFirst();
  }

  /** The kinds that nights of this source make. */
  static Set<RdsResourceType> of(Settings.Aws settings) {
    return switch (settings.kind()) {
      case Settings.Aws.INSTANCE -> EnumSet.of(SNAPSHOT, INSTANCE);
      case Settings.Aws.CLONE -> EnumSet.of(CLUSTER, INSTANCE);
      default -> EnumSet.of(CLUSTER_SNAPSHOT, CLUSTER, INSTANCE);
    };
  }

  /** The command that removes one by hand. */
  String command(String id) {
    return switch (this) {
      case CLUSTER ->
          "aws rds delete-db-cluster --skip-final-snapshot --db-cluster-identifier " + id;
      case INSTANCE ->
          "aws rds delete-db-instance --skip-final-snapshot --delete-automated-backups"
              + " --db-instance-identifier "
              + id;
      case CLUSTER_SNAPSHOT ->
          "aws rds delete-db-cluster-snapshot --db-cluster-snapshot-identifier " + id;
      case SNAPSHOT -> "aws rds delete-db-snapshot --db-snapshot-identifier " + id;
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
