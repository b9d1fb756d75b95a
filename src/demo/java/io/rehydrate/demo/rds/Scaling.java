package io.rehydrate.demo.rds;

import java.util.Optional;

/** Between how many capacity units a Serverless v2 instance may move. */
record Scaling(double least, double most, Optional<Integer> secondsUntilPause) {
  private static final String NAME = "ServerlessV2ScalingConfiguration";
  private static final double MOST = 256;
  private static final int SHORTEST_PAUSE = 300;
  private static final int LONGEST_PAUSE = 86_400;

  static Optional<Scaling> read(Parameters p) {
    if (!p.has(NAME)) {
      return Optional.empty();
    }
    Optional<Double> least = p.decimal(NAME + ".MinCapacity");
    Optional<Double> most = p.decimal(NAME + ".MaxCapacity");
    if (least.isEmpty() || most.isEmpty()) {
      throw ApiError.badCombination(
          "The Serverless v2 scaling configuration needs both MinCapacity and MaxCapacity.");
    }
    check(least.get(), 0);
    check(most.get(), 1);
    if (least.get() > most.get()) {
      throw ApiError.badCombination("MinCapacity can't be greater than MaxCapacity.");
    }
    Optional<Integer> pause =
        p.number(NAME + ".SecondsUntilAutoPause", SHORTEST_PAUSE, LONGEST_PAUSE);
    if (pause.isPresent() && least.get() > 0) {
      throw ApiError.badCombination("SecondsUntilAutoPause needs a MinCapacity of 0.");
    }
    return Optional.of(new Scaling(least.get(), most.get(), pause));
  }

  private static void check(double units, double least) {
    boolean half = units * 2 == Math.rint(units * 2);
    if (units < least || units > MOST || !half) {
      throw ApiError.badValue(
          "Serverless v2 capacity %s isn't valid. Specify a capacity from %s to %s in steps of 0.5."
              .formatted(units, least, MOST));
    }
  }
}
