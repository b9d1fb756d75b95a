package io.rehydrate.source.aws;

import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import java.io.IOException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** What to make of a call that AWS refused, or that did not get through. */
enum Fault {
  /** Throttled, a failure on AWS's side, a lost answer: the same call again. */
  AGAIN,
  /** Something is not in the state that the call wants: again, later. */
  NOT_READY,
  /** It is there already: perhaps made by a call whose answer was lost. */
  EXISTS,
  NOT_FOUND,
  NO_CAPACITY,
  QUOTA,
  PERMANENT;

  private static final Set<String> AGAIN_CODES =
      Set.of(
          "Throttling",
          "ThrottlingException",
          "RequestLimitExceeded",
          "RequestExpired",
          "ExpiredToken",
          "ExpiredTokenException",
          "InternalFailure",
          "ServiceUnavailable");

  private static final Set<String> STATE_CODES =
      Set.of(
          "InvalidDBClusterState",
          "InvalidDBInstanceState",
          "InvalidDBClusterSnapshotState",
          "InvalidDBSnapshotState");

  private static final Set<String> THINGS =
      Set.of("DBCluster", "DBInstance", "DBClusterSnapshot", "DBSnapshot");

  private static final Set<String> CAPACITY_CODES =
      Set.of(
          "InsufficientDBInstanceCapacity",
          "InsufficientDBClusterCapacity",
          "InsufficientStorageClusterCapacity");

  static Fault of(SdkException e) {
    return e instanceof AwsServiceException service ? of(service) : ofClient(e);
  }

  private static Fault of(AwsServiceException e) {
    String code = code(e);
    if (CAPACITY_CODES.contains(code)) {
      return NO_CAPACITY;
    }
    if (code.endsWith("QuotaExceeded")) {
      return QUOTA;
    }
    if (STATE_CODES.contains(code)) {
      // waiting does not set the capacity of a serverless cluster
      return e.getMessage().contains("Serverless v2 scaling") ? PERMANENT : NOT_READY;
    }
    if (code.endsWith("AlreadyExists") && THINGS.contains(code.replace("AlreadyExists", ""))) {
      return EXISTS;
    }
    if (code.endsWith("NotFound") && THINGS.contains(code.replace("NotFound", ""))) {
      return NOT_FOUND;
    }
    boolean passes =
        AGAIN_CODES.contains(code) || e.isThrottlingException() || e.statusCode() >= 500;
    return passes ? AGAIN : PERMANENT;
  }

  private static Fault ofClient(SdkException e) {
    if (e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException) {
      return AGAIN;
    }
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof IOException) {
        return AGAIN;
      }
    }
    return PERMANENT;
  }

  /** The code as on the wire, without the word that some end with. */
  static String code(SdkException e) {
    if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
      String code = service.awsErrorDetails().errorCode();
      return code == null ? "" : code.replaceFirst("Fault$", "");
    }
    return "";
  }

  /** The refusal in words: AWS's own, which name things but hold no secret. */
  static String words(SdkException e) {
    if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
      return code(e) + ": " + service.awsErrorDetails().errorMessage();
    }
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  /**
   * @param what was to be done: {@code restoring the cluster x}
   */
  static RehydrateException failure(String what, SdkException e) {
    return new StageFailedException(
        "aws.refused", "AWS refused " + what + " (" + words(e) + ")", hint(e), e);
  }

  static String hint(SdkException e) {
    String code = code(e);
    if (code.startsWith("AccessDenied") || code.startsWith("Unauthorized")) {
      return "docs/aws.md has the policy that the role needs";
    }
    if (code.startsWith("KMSKey")) {
      return "The role needs kms:CreateGrant and kms:DescribeKey on the key of the snapshot";
    }
    if (code.endsWith("QuotaExceeded")) {
      return "Run sweep, or have AWS raise the quota";
    }
    if (code.endsWith("CapacityFault") || CAPACITY_CODES.contains(code)) {
      return "Name more classes in scratch.instance-classes, or subnets in more zones";
    }
    if (of(e) == AGAIN) {
      return "AWS did not answer in time; look at its status page, then start the night again";
    }
    return "'doctor' checks groups, versions and credentials; docs/aws.md tells how to set them up";
  }
}
