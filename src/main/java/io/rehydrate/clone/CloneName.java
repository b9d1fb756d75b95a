package io.rehydrate.clone;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import java.util.regex.Pattern;

/** A clone's name: part of a path and of no address. */
public record CloneName(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

  /**
   * @throws InvalidException {@code clone.name}, without the text
   */
  public CloneName {
    if (value == null || !FORM.matcher(value).matches()) {
      throw new InvalidException(
          ErrorCode.CLONE_NAME,
          "That can't be the name of a clone",
          "Use 1 to 40 of a-z, 0-9 and '-', the first of them a letter or digit");
    }
  }

  /** What only one run may hold: the clone. */
  public String lease() {
    return "clone:" + value;
  }

  @Override
  public String toString() {
    return value;
  }
}
