package io.rehydrate.source.aws;

import io.rehydrate.demo.rds.FakeRds;
import io.rehydrate.demo.rds.Fault;
import io.rehydrate.demo.rds.Kind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What AWS does to one night.
 *
 * @param trap sets the faults, once the run has its id
 * @param end the code with which the night may end; {@link #COMES_THROUGH} where it has to succeed
 */
record Scenario(String name, String kind, Map<String, String> settings, Trap trap, String end) {
  static final String COMES_THROUGH = "";

  /** Sets the faults of a night. */
  interface Trap {
    /**
     * @param name of the run's cluster and snapshot
     */
    void set(PaperNights.Place place, String name);
  }

  static final List<String> SNAPSHOT =
      List.of(
          "DescribeDBClusters",
          "CreateDBClusterSnapshot",
          "DescribeDBClusterSnapshots",
          "RestoreDBClusterFromSnapshot",
          "ModifyDBCluster",
          "CreateDBInstance",
          "DescribeDBInstances",
          "DeleteDBInstance",
          "DeleteDBCluster",
          "DeleteDBClusterSnapshot",
          "DescribeDBSnapshots");
  static final List<String> CLONE =
      List.of(
          "DescribeDBClusters",
          "RestoreDBClusterToPointInTime",
          "ModifyDBCluster",
          "CreateDBInstance",
          "DescribeDBInstances",
          "DeleteDBInstance",
          "DeleteDBCluster");
  static final List<String> INSTANCE =
      List.of(
          "DescribeDBInstances",
          "CreateDBSnapshot",
          "DescribeDBSnapshots",
          "RestoreDBInstanceFromDBSnapshot",
          "ModifyDBInstance",
          "DeleteDBInstance",
          "DeleteDBSnapshot");

  static final Map<String, List<String>> CALLS =
      new TreeMap<>(
          Map.of("aurora-snapshot", SNAPSHOT, "aurora-clone", CLONE, "rds-instance", INSTANCE));

  static Scenario of(String name, String kind, Trap trap) {
    return new Scenario(kind + ": " + name, kind, Map.of(), trap, COMES_THROUGH);
  }

  static Scenario of(String name, String kind, Consumer<FakeRds> trap) {
    return of(name, kind, (place, id) -> trap.accept(place.house().rds));
  }

  Scenario ending(String code) {
    return new Scenario(name, kind, settings, trap, code);
  }

  Scenario with(String key, String value) {
    Map<String, String> more = new TreeMap<>(settings);
    more.put(key, value);
    return new Scenario(name, kind, more, trap, end);
  }

  /** Every call of the kind meets the fault once, the n-th time that it is made. */
  static Scenario everyCall(String name, String kind, int nth, Function<String, Fault> fault) {
    return of(
        name + " at the call number " + nth + " of each sort",
        kind,
        rds -> {
          for (String call : CALLS.get(kind)) {
            for (int i = 1; i < nth; i++) {
              rds.faults().next(call, Fault.none());
            }
            rds.faults().next(call, fault.apply(call));
          }
        });
  }

  /** What a call is about. */
  static Kind about(String call) {
    if (call.contains("ClusterSnapshot") && !call.startsWith("Restore")) {
      return Kind.CLUSTER_SNAPSHOT;
    }
    if (call.contains("Snapshot") && !call.startsWith("Restore")) {
      return Kind.SNAPSHOT;
    }
    return call.contains("DBCluster") ? Kind.CLUSTER : Kind.INSTANCE;
  }

  @Override
  public String toString() {
    return name;
  }
}
