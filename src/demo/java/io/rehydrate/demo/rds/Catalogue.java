package io.rehydrate.demo.rds;

import java.util.List;
import java.util.Optional;

/** What can be ordered in the simulated region. */
final class Catalogue {
  static final String SERVERLESS = "db.serverless";

  /** Oldest first within an engine. */
  static final List<EngineVersion> VERSIONS =
      List.of(
          new EngineVersion(
              EngineVersion.AURORA, "5.7.mysql_aurora.2.12.5", "aurora-mysql5.7", false),
          new EngineVersion(
              EngineVersion.AURORA, "8.0.mysql_aurora.3.04.3", "aurora-mysql8.0", false),
          new EngineVersion(
              EngineVersion.AURORA, "8.0.mysql_aurora.3.08.2", "aurora-mysql8.0", true),
          new EngineVersion(
              EngineVersion.AURORA, "8.0.mysql_aurora.3.10.1", "aurora-mysql8.0", false),
          new EngineVersion(EngineVersion.MYSQL, "8.0.40", "mysql8.0", false),
          new EngineVersion(EngineVersion.MYSQL, "8.0.43", "mysql8.0", true),
          new EngineVersion(EngineVersion.MYSQL, "8.4.6", "mysql8.4", false));

  private static final List<String> AURORA_CLASSES =
      List.of(
          SERVERLESS,
          "db.r6g.large",
          "db.r6g.xlarge",
          "db.r7g.large",
          "db.r7g.xlarge",
          "db.r7g.2xlarge",
          "db.t4g.medium",
          "db.t4g.large");
  private static final List<String> MYSQL_CLASSES =
      List.of(
          "db.m6g.large",
          "db.m7g.large",
          "db.r6g.large",
          "db.r7g.large",
          "db.r7g.xlarge",
          "db.t4g.micro",
          "db.t4g.medium",
          "db.t4g.large");

  private Catalogue() {}

  static List<String> classes(String engine) {
    return engine.equals(EngineVersion.AURORA) ? AURORA_CLASSES : MYSQL_CLASSES;
  }

  static EngineVersion version(String engine, String version) {
    return VERSIONS.stream()
        .filter(v -> v.engine().equals(engine) && v.version().equals(version))
        .findFirst()
        .orElseThrow(
            () -> ApiError.badCombination("Cannot find version " + version + " for " + engine));
  }

  static EngineVersion byDefault(String engine) {
    return VERSIONS.stream()
        .filter(v -> v.engine().equals(engine) && v.isDefault())
        .findFirst()
        .orElseThrow(() -> ApiError.badValue("Invalid DB engine: " + engine));
  }

  /** The version in which a snapshot comes back: the region's own where none is asked for. */
  static EngineVersion restored(EngineVersion snapshot, Optional<String> wanted) {
    EngineVersion chosen =
        wanted
            .map(version -> version(snapshot.engine(), version))
            .orElseGet(() -> byDefault(snapshot.engine()));
    if (VERSIONS.indexOf(chosen) < VERSIONS.indexOf(snapshot)) {
      throw ApiError.badCombination(
          "The engine version you requested (%s) is earlier than the engine version of the DB cluster snapshot (%s)."
              .formatted(chosen.version(), snapshot.version()));
    }
    return chosen;
  }

  static void requireClass(EngineVersion engine, String instanceClass) {
    if (!AURORA_CLASSES.contains(instanceClass) && !MYSQL_CLASSES.contains(instanceClass)) {
      throw ApiError.badValue("Invalid DB Instance class: " + instanceClass);
    }
    if (!classes(engine.engine()).contains(instanceClass)) {
      throw ApiError.badCombination(
          "RDS does not support creating a DB instance with the following combination: DBInstanceClass=%s, Engine=%s, EngineVersion=%s, LicenseModel=general-public-license."
              .formatted(instanceClass, engine.engine(), engine.version()));
    }
  }
}
