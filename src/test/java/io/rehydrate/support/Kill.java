package io.rehydrate.support;

import java.sql.SQLException;
import java.util.concurrent.Callable;

/**
 * The death of a process at its n-th effect on the world, before or after it: from then on nothing
 * that the process tries works.
 */
public final class Kill {
  private final int at;
  private final String word;
  private final boolean afterwards;
  private int effects;
  private boolean dead;

  private Kill(int at, String word, boolean afterwards) {
    this.at = at;
    this.word = word;
    this.afterwards = afterwards;
  }

  /** At the first effect that begins with this word. */
  public static Kill before(String word) {
    return new Kill(-1, word, false);
  }

  public static Kill after(String word) {
    return new Kill(-1, word, true);
  }

  public static Kill after(int effect) {
    return new Kill(effect, "", true);
  }

  public static Kill never() {
    return new Kill(0, "", false);
  }

  public boolean happened() {
    return dead;
  }

  <T> T effect(String what, Callable<T> work) throws Exception {
    requireAlive();
    effects++;
    boolean now = effects == at || (at < 0 && what.startsWith(word));
    dead = now && !afterwards;
    requireAlive();
    T result = work.call();
    dead = now;
    requireAlive();
    return result;
  }

  void requireAlive() throws SQLException {
    if (dead) {
      throw new SQLException("killed", "08S01");
    }
  }
}
