package io.rehydrate.source.aws;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What AWS, or the SDK, says of a call that failed, in words for people. */
public final class AwsFailure {
  private AwsFailure() {}

  /** One line with AWS's own code, also where the answer has none. */
  public static String words(SdkException e) {
    return Fault.code(e).isEmpty() || !(e instanceof AwsServiceException service)
        ? Fault.words(e)
        : Fault.words(e).replaceFirst(Fault.code(e), service.awsErrorDetails().errorCode());
  }

  /** What to do about it. */
  public static String remedy(SdkException e) {
    return Fault.of(e) == Fault.NOT_FOUND || Fault.of(e) == Fault.PERMANENT
        ? "docs/aws.md has the policy that the role needs"
        : Fault.hint(e);
  }
}
