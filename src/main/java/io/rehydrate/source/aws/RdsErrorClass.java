package io.rehydrate.source.aws;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What to make of a call that AWS refused, or that did not get through. */
enum RdsErrorClass {
  /**
   * Throttled, a failure on AWS's side or on ours, a lost or garbled answer: the same call again.
   */
  AGAIN,
  /** Something is not in the state that the call wants: again, later. */
  NOT_READY,
  /** It is there already: perhaps made by a call whose answer was lost. */
  EXISTS,
  NOT_FOUND,
  NO_CAPACITY,
  /** The instance class is not offered, for this version or in this region. */
  NO_CLASS,
  QUOTA,
  PERMANENT;

  private static final int CLIENT_ERROR = 400;
  private static final int SERVER_ERROR = 500;
  private static final String INSTANCE_CAPACITY = "InsufficientDBInstanceCapacity";

  private static final Set<String> AGAIN_CODES =
      Set.of(
          "Throttling",
          "ThrottlingException",
          "RequestLimitExceeded",
          "InternalFailure",
          "ServiceUnavailable");

  /** What credentials that are just being renewed look like to AWS. */
  private static final Set<String> CREDENTIAL_CODES =
      Set.of(
          "RequestExpired",
          "ExpiredToken",
          "ExpiredTokenException",
          "InvalidClientTokenId",
          "InvalidToken",
          "UnrecognizedClientException",
          "SignatureDoesNotMatch",
          "InvalidSignatureException",
          "IncompleteSignature",
          "AuthFailure",
          "MissingAuthenticationToken",
          "InvalidAccessKeyId");

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
          INSTANCE_CAPACITY, "InsufficientDBClusterCapacity", "InsufficientStorageClusterCapacity");

  /** Codes under which AWS refuses a class that it does not offer, for no code says so. */
  private static final Set<String> PARAMETER_CODES =
      Set.of("InvalidParameterCombination", "InvalidParameterValue", "InvalidParameter");

  private static final Pattern CLASS =
      Pattern.compile("DB ?Instance ?Class|instance class", Pattern.CASE_INSENSITIVE);

  private static final Pattern SECRETS_MANAGER =
      Pattern.compile("ManageMasterUserPassword|Secrets ?Manager", Pattern.CASE_INSENSITIVE);

  private static final Pattern VERSION =
      Pattern.compile(
          "cannot find version|engine ?version|version .* (is )?(not|no longer|un)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern PROTECTED =
      Pattern.compile("cannot delete protected|deletion protection", Pattern.CASE_INSENSITIVE);

  static RdsErrorClass of(SdkException e) {
    return e instanceof AwsServiceException service ? of(service) : AGAIN;
  }

  private static RdsErrorClass of(AwsServiceException e) {
    String code = code(e);
    if (CAPACITY_CODES.contains(code)) {
      return NO_CAPACITY;
    }
    if (code.endsWith("QuotaExceeded")) {
      return QUOTA;
    }
    if (STATE_CODES.contains(code)) {
      // waiting does not set the capacity of a serverless cluster
      return message(e).contains("Serverless v2 scaling") ? PERMANENT : NOT_READY;
    }
    if (code.endsWith("AlreadyExists") && THINGS.contains(code.replace("AlreadyExists", ""))) {
      return EXISTS;
    }
    if (code.endsWith("NotFound") && THINGS.contains(code.replace("NotFound", ""))) {
      return NOT_FOUND;
    }
    if (PARAMETER_CODES.contains(code) && CLASS.matcher(message(e)).find()) {
      return NO_CLASS;
    }
    boolean passes =
        code.isEmpty()
            || AGAIN_CODES.contains(code)
            || CREDENTIAL_CODES.contains(code)
            || e.isThrottlingException()
            || e.statusCode() >= SERVER_ERROR;
    return passes ? AGAIN : PERMANENT;
  }

  /**
   * Whether it is certain that AWS has done nothing: it refused the only request that was sent. The
   * SDK sends some again by itself, and its exception contains only the last one.
   */
  static boolean isCertain(SdkException e) {
    boolean once = e.numAttempts() == null || e.numAttempts() <= 1;
    return once
        && e instanceof AwsServiceException service
        && !code(e).isEmpty()
        && service.statusCode() >= CLIENT_ERROR
        && service.statusCode() < SERVER_ERROR;
  }

  /** Another class may have capacity; of the others the region or its storage has none. */
  static boolean isOfClass(SdkException e) {
    return of(e) == NO_CLASS || code(e).equals(INSTANCE_CAPACITY);
  }

  /** Whether Secrets Manager keeps the master password, so that no other one is taken. */
  static boolean isOfSecretsManager(SdkException e) {
    return SECRETS_MANAGER.matcher(message(e)).find();
  }

  static boolean isOfProtection(SdkException e) {
    return PROTECTED.matcher(message(e)).find();
  }

  /** The code as on the wire, without the word that some end with; empty where there is none. */
  static String code(SdkException e) {
    return details(e, "code").replaceFirst("Fault$", "");
  }

  private static String message(SdkException e) {
    return details(e, "message");
  }

  private static String details(SdkException e, String which) {
    return Optional.of(e)
        .filter(AwsServiceException.class::isInstance)
        .map(AwsServiceException.class::cast)
        .map(AwsServiceException::awsErrorDetails)
        .map(d -> which.equals("code") ? d.errorCode() : d.errorMessage())
        .orElse("");
  }

  /** The refusal in words: AWS's own, which name things but hold no secret. */
  static String words(SdkException e) {
    if (!code(e).isEmpty()) {
      String message = message(e);
      return code(e) + (message.isEmpty() ? "" : ": " + message);
    }
    if (e instanceof AwsServiceException service) {
      return "HTTP status " + service.statusCode() + " without an error code";
    }
    return ClientWords.of(e);
  }

  /**
   * @param what was to be done: {@code restoring the cluster x}
   */
  static RehydrateException failure(String what, SdkException e) {
    return new StageFailedException(
        ErrorCode.AWS_REFUSED, "AWS refused " + what + " (" + words(e) + ")", hint(e), e);
  }

  static String hint(SdkException e) {
    String code = code(e);
    String message = message(e);
    if (code.startsWith("AccessDenied") || code.startsWith("Unauthorized")) {
      return "docs/aws.md has the policy that the role needs";
    }
    if (CREDENTIAL_CODES.contains(code) || ClientWords.isOfCredentials(e)) {
      return "Check the credentials: environment, profile, web identity or role, and the clock;"
          + " 'aws sts get-caller-identity' shows which ones AWS accepts";
    }
    if (code.startsWith("KMSKey")) {
      return "The role needs kms:CreateGrant and kms:DescribeKey on the key of the snapshot";
    }
    if (code.endsWith("QuotaExceeded")) {
      return "Run sweep, or have AWS raise the quota";
    }
    if (of(e) == NO_CLASS) {
      return "Name a class in scratch.instance-classes that AWS offers for the engine version in"
          + " this region; 'doctor' checks each";
    }
    if (CAPACITY_CODES.contains(code)) {
      return "Name more classes in scratch.instance-classes, or subnets in more zones";
    }
    if (SECRETS_MANAGER.matcher(message).find()) {
      return "Secrets Manager manages the master password: the role needs"
          + " secretsmanager:DeleteSecret for the copy's secret, or switch it off on the copy with"
          + " 'aws rds modify-db-cluster --no-manage-master-user-password'";
    }
    if (PARAMETER_CODES.contains(code) && VERSION.matcher(message).find()) {
      return "AWS no longer offers this engine version: upgrade the source, then start the night"
          + " again; 'doctor' shows whether a version is offered";
    }
    if (of(e) == AGAIN) {
      return "AWS did not answer in time; look at its status page and at the way there (a proxy, a"
          + " firewall), then start the night again";
    }
    return "'doctor' checks groups, versions and credentials; docs/aws.md says how to set them up";
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
