package io.rehydrate.source.aws;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;

/**
 * What is known of how a resource at AWS came to be and goes: it decides what its absence means.
 * Times are in milliseconds, 0 where there is none.
 *
 * @param made the create call was answered: AWS has accepted it
 * @param arn of the create call's answer
 * @param resourceId of that answer; never given to another resource, even of the same name
 * @param sentAt when the create call was sent, or failed without a certain answer, last
 * @param open that call has no outcome so far
 * @param absentAt when AWS said "not found" first, with no other answer since
 * @param deletedAt when AWS accepted a delete call
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
record Trace(
    boolean made,
    String arn,
    String resourceId,
    long sentAt,
    boolean open,
    long absentAt,
    long deletedAt) {
  static final Trace NOTHING = new Trace(false, "", "", 0, false, 0, 0);

  /** What the SDK may still send for one call. */
  private static final Duration ONE_CALL = Duration.ofMinutes(2);

  /** What AWS has accepted will be listed, sooner or later. */
  private static final Duration ACCEPTED = Duration.ofMinutes(10);

  Trace {
    arn = arn == null ? "" : arn;
    resourceId = resourceId == null ? "" : resourceId;
  }

  Trace sending(Instant now) {
    return new Trace(made, arn, resourceId, now.toEpochMilli(), true, 0, 0);
  }

  Trace unanswered(Instant now) {
    return new Trace(made, arn, resourceId, now.toEpochMilli(), false, absentAt, deletedAt);
  }

  Trace answered(String itsArn, String itsResourceId) {
    return new Trace(true, itsArn, itsResourceId, sentAt, false, absentAt, deletedAt);
  }

  Trace absent(Instant now) {
    return absentAt > 0
        ? this
        : new Trace(made, arn, resourceId, sentAt, open, now.toEpochMilli(), deletedAt);
  }

  Trace present() {
    return absentAt == 0 ? this : new Trace(made, arn, resourceId, sentAt, open, 0, deletedAt);
  }

  Trace deleted(Instant now) {
    return new Trace(made, arn, resourceId, sentAt, open, 0, now.toEpochMilli());
  }

  @JsonIgnore
  boolean isDeleted() {
    return deletedAt > 0;
  }

  /**
   * From when on its absence means that it was never made.
   *
   * @param since when it was journalled
   * @param grace that AWS may take to list something new
   */
  Instant certainFrom(Instant since, Duration grace) {
    Instant last = sentAt > 0 ? Instant.ofEpochMilli(sentAt) : since;
    Duration settling = made && grace.compareTo(ACCEPTED) < 0 ? ACCEPTED : grace;
    return last.plus(settling).plus(open ? ONE_CALL : Duration.ZERO);
  }

  /** Whether this is what the create call's answer reported. */
  boolean isOf(RdsResource thing) {
    if (!made) {
      return false;
    }
    if (resourceId.isEmpty() || thing.resourceId().isEmpty()) {
      return !arn.isEmpty() && arn.equals(thing.arn());
    }
    return resourceId.equals(thing.resourceId());
  }

  /** Whether this has the name of what the create call made, and is something else. */
  boolean isReplacedBy(RdsResource thing) {
    return made
        && !resourceId.isEmpty()
        && !thing.resourceId().isEmpty()
        && !resourceId.equals(thing.resourceId());
  }
}
