package io.rehydrate.demo.rds;

/** A version of an engine, and the family that its parameter groups belong to. */
record EngineVersion(String engine, String version, String family, boolean isDefault) {
  static final String AURORA = "aurora-mysql";
  static final String MYSQL = "mysql";

  boolean isAurora() {
    return engine.equals(AURORA);
  }
}
