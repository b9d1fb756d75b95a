package io.rehydrate.source.aws;

import software.amazon.awssdk.core.exception.SdkException;

/**
 * Where the removal of one resource at AWS stands after a step.
 *
 * @param words why it is not gone
 * @param hint the remedy, or empty
 */
record RemovalStep(Standing standing, String words, String hint) {

  /** What a step came to. */
  enum Standing {
    /** AWS has accepted the delete call just now. */
    ORDERED,
    /** AWS is deleting it. */
    GOING,
    /** AWS lists it no longer. */
    GONE,
    /** A transient state or error: again, later. */
    WAITING,
    /** AWS refuses for good, or something of somebody else's keeps it. */
    REFUSED,
    /** It has the name, and not the tags. */
    UNTAGGED,
    /** It has the name, and somebody else's tags. */
    STRANGER
  }

  static final RemovalStep ORDERED = new RemovalStep(Standing.ORDERED, "AWS is deleting it", "");
  static final RemovalStep GOING = new RemovalStep(Standing.GOING, "AWS is deleting it", "");
  static final RemovalStep GONE = new RemovalStep(Standing.GONE, "", "");

  static RemovalStep waiting(String why) {
    return new RemovalStep(Standing.WAITING, why, "");
  }

  static RemovalStep refused(String why, String remedy) {
    return new RemovalStep(Standing.REFUSED, why, remedy);
  }

  /** Of a call that AWS did not take; the next look reports whether it is gone. */
  static RemovalStep failed(SdkException e) {
    return switch (RdsErrorClass.of(e)) {
      case AGAIN, NOT_READY, NOT_FOUND ->
          new RemovalStep(Standing.WAITING, RdsErrorClass.words(e), RdsErrorClass.hint(e));
      default -> refused(RdsErrorClass.words(e), RdsErrorClass.hint(e));
    };
  }

  boolean isGone() {
    return standing == Standing.GONE;
  }

  /** AWS does the rest. */
  boolean isUnderWay() {
    return standing == Standing.ORDERED || standing == Standing.GOING || isGone();
  }

  /** Waiting alone will not help. */
  boolean isStuck() {
    return standing == Standing.REFUSED
        || standing == Standing.UNTAGGED
        || standing == Standing.STRANGER;
  }
}
