package io.rehydrate.demo.rds;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The operations that are simulated, by name. */
final class Operations {
  private final Map<String, Handler> handlers = new TreeMap<>();

  Operations(Account account) {
    SnapshotOperations ofClusters = SnapshotOperations.ofClusters(account);
    handlers.put("CreateDBClusterSnapshot", ofClusters::create);
    handlers.put("DescribeDBClusterSnapshots", ofClusters::describe);
    handlers.put("DeleteDBClusterSnapshot", ofClusters::delete);

    SnapshotOperations ofInstances = SnapshotOperations.ofInstances(account);
    handlers.put("CreateDBSnapshot", ofInstances::create);
    handlers.put("DescribeDBSnapshots", ofInstances::describe);
    handlers.put("DeleteDBSnapshot", ofInstances::delete);

    ClusterRestores restores = new ClusterRestores(account);
    handlers.put("RestoreDBClusterFromSnapshot", restores::fromSnapshot);
    handlers.put("RestoreDBClusterToPointInTime", restores::toPointInTime);

    ClusterOperations clusters = new ClusterOperations(account, ofClusters);
    handlers.put("DescribeDBClusters", clusters::describe);
    handlers.put("ModifyDBCluster", clusters::modify);
    handlers.put("DeleteDBCluster", clusters::delete);
    handlers.put("StopDBCluster", clusters::stop);
    handlers.put("StartDBCluster", clusters::start);

    InstanceCreation creation = new InstanceCreation(account);
    handlers.put("CreateDBInstance", creation::inCluster);
    handlers.put("RestoreDBInstanceFromDBSnapshot", creation::fromSnapshot);

    InstanceOperations instances = new InstanceOperations(account, ofInstances);
    handlers.put("DescribeDBInstances", instances::describe);
    handlers.put("ModifyDBInstance", instances::modify);
    handlers.put("DeleteDBInstance", instances::delete);

    TagOperations tags = new TagOperations(account);
    handlers.put("ListTagsForResource", tags::list);
    handlers.put("AddTagsToResource", tags::add);
    handlers.put("RemoveTagsFromResource", tags::remove);

    handlers.put("DescribeEvents", new EventOperations(account)::describe);

    GroupDescriptions groups = new GroupDescriptions(account.surroundings());
    handlers.put("DescribeDBSubnetGroups", groups::subnetGroups);
    handlers.put("DescribeDBClusterParameterGroups", groups::clusterParameterGroups);
    handlers.put("DescribeDBParameterGroups", groups::parameterGroups);

    handlers.put("DescribeDBEngineVersions", EngineDescriptions::versions);
    handlers.put("DescribeOrderableDBInstanceOptions", EngineDescriptions::orderable);
  }

  Optional<Handler> find(String operation) {
    return Optional.ofNullable(handlers.get(operation));
  }
}
