package io.rehydrate.settings;

import java.util.regex.Pattern;

/** The name of a configured target, as in {@code target.<name>.url}. */
public record TargetName(String value) implements Comparable<TargetName> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9-]{1,40}");

  public TargetName {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("a target's name is 1 to 40 of a-z, 0-9 and '-'");
    }
  }

  @Override
  public int compareTo(TargetName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
