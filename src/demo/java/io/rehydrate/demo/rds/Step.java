package io.rehydrate.demo.rds;

/** What takes its time on AWS. */
public enum Step {
  SNAPSHOT,
  RESTORE,
  CLONE,
  AURORA_INSTANCE,
  RDS_INSTANCE,
  NEW_PASSWORD,
  CHANGE,
  START,
  STOP,
  DELETE_INSTANCE,
  DELETE_CLUSTER,
  DELETE_SNAPSHOT
}
