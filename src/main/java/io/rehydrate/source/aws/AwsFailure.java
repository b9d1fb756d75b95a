package io.rehydrate.source.aws;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What AWS, or the SDK, says of a call that failed, in words for people. */
public final class AwsFailure {
  private AwsFailure() {}

  /** One line with AWS's own code, also where the answer has none. */
  public static String words(SdkException e) {
    return RdsErrorClass.code(e).isEmpty() || !(e instanceof AwsServiceException service)
        ? RdsErrorClass.words(e)
        : RdsErrorClass.words(e)
            .replaceFirst(RdsErrorClass.code(e), service.awsErrorDetails().errorCode());
  }

  /** What to do about it. */
  public static String remedy(SdkException e) {
    return RdsErrorClass.of(e) == RdsErrorClass.NOT_FOUND
            || RdsErrorClass.of(e) == RdsErrorClass.PERMANENT
        ? "docs/aws.md has the policy that the role needs"
        : RdsErrorClass.hint(e);
  }
}
