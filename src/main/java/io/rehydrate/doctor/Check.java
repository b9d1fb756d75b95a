package io.rehydrate.doctor;

/**
 * One line of the doctor's.
 *
 * @param name what was looked at: {@code source login}
 * @param hint the remedy; empty where all is well
 */
public record Check(String name, Level level, String message, String hint) {

  /** How it stands. */
  public enum Level {
    OK,
    WARN,
    FAIL
  }
}
