package io.rehydrate.dehydrate;

import java.util.LinkedHashMap;
import java.util.Map;

/** How long the stages took; rounds of one kind are one. */
final class StageTimes {
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private String current = "";
  private long since;

  synchronized void begin(String stage) {
    end();
    current = stage.replaceFirst(" \\d+$", "");
    since = System.nanoTime();
  }

  synchronized void end() {
    if (!current.isEmpty()) {
      seconds.merge(current, (System.nanoTime() - since) / 1e9, Double::sum);
      current = "";
    }
  }

  synchronized Map<String, Double> seconds() {
    return new LinkedHashMap<>(seconds);
  }
}
