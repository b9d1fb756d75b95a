package io.rehydrate.dehydrate.compile;

import java.util.List;

/** Tasks that may run at the same time, in any order. The next stage begins when all have ended. */
public record Stage(String name, List<Task> tasks) {
  public Stage {
    tasks = List.copyOf(tasks);
  }

  /** Whether it is the one after which the tables hold what stays. */
  public boolean isRewrite() {
    return name.equals(Rewrite.STAGE);
  }

  /** Whether rows follow from the source while it is the stage; its tasks have no statements. */
  public boolean isLoad() {
    return name.equals(FollowingRows.STAGE);
  }
}
