package io.rehydrate.dehydrate;

import java.util.List;

/** Tasks that may run at the same time, in any order. The next stage begins when all have ended. */
public record Stage(String name, List<Task> tasks) {
  public Stage {
    tasks = List.copyOf(tasks);
  }
}
