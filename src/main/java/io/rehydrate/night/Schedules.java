package io.rehydrate.night;

import java.util.List;

/** The hours at which nights are to begin: the triggers of the routes that lead to one. */
public interface Schedules {

  /** Those that are switched on. */
  List<Schedule> active();

  /** Those whose route is there and is not to be started: while that is so, no hour is missed. */
  default List<Schedule> switchedOff() {
    return List.of();
  }
}
