package io.rehydrate.demo.rds;

import java.util.List;
import java.util.Optional;

/** What a cluster is set to, and may be set to otherwise later. */
record ClusterOptions(
    String parameterGroup,
    Optional<String> key,
    String storageType,
    int backupRetention,
    boolean isProtected,
    boolean hasIamLogins,
    boolean copiesTags,
    Optional<Scaling> scaling,
    String lifecycleSupport,
    List<String> logs) {
  private static final int LONGEST_RETENTION = 35;
  private static final List<String> STORAGE = List.of("aurora", "aurora-iopt1");

  /** What a cluster is where nothing is said. */
  static ClusterOptions byDefault(EngineVersion version, Optional<String> key, int retention) {
    return new ClusterOptions(
        Surroundings.ofDefault(version),
        key,
        STORAGE.get(0),
        retention,
        false,
        false,
        false,
        Optional.empty(),
        "open-source-rds-extended-support",
        List.of());
  }

  /** These options, but for those that a call sets. */
  ClusterOptions changedBy(Parameters p, Surroundings surroundings, EngineVersion version) {
    Optional<String> storage = p.text("StorageType");
    if (storage.filter(s -> !STORAGE.contains(s)).isPresent()) {
      throw ApiError.refused(
          "StorageTypeNotSupported",
          "Storage type " + storage.get() + " is not supported for " + version.engine());
    }
    List<String> wantedLogs = p.list("EnableCloudwatchLogsExports", "member");
    return new ClusterOptions(
        surroundings.clusterParameterGroup(p, version).orElse(parameterGroup),
        surroundings.key(p).or(() -> key),
        storage.orElse(storageType),
        p.number("BackupRetentionPeriod", 1, LONGEST_RETENTION).orElse(backupRetention),
        p.choice("DeletionProtection").orElse(isProtected),
        p.choice("EnableIAMDatabaseAuthentication").orElse(hasIamLogins),
        p.choice("CopyTagsToSnapshot").orElse(copiesTags),
        Scaling.read(p).or(() -> scaling),
        p.text("EngineLifecycleSupport").orElse(lifecycleSupport),
        wantedLogs.isEmpty() ? logs : wantedLogs);
  }
}
