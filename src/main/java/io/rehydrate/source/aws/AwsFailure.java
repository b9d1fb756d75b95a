package io.rehydrate.source.aws;

import software.amazon.awssdk.core.exception.SdkException;

/** What AWS, or the SDK, says of a call that failed, in words for people. */
public final class AwsFailure {
  private AwsFailure() {}

  /** One line, also where the answer has no error code. */
  public static String words(SdkException e) {
    return Fault.words(e);
  }

  /** What to do about it. */
  public static String remedy(SdkException e) {
    return Fault.of(e) == Fault.NOT_FOUND || Fault.of(e) == Fault.PERMANENT
        ? "docs/aws.md has the policy that the role needs"
        : Fault.hint(e);
  }
}
