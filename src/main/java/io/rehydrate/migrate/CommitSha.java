package io.rehydrate.migrate;

import java.util.regex.Pattern;

/** A commit, by its full name. */
public record CommitSha(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{40}");

  public CommitSha {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("a commit's name is 40 hexadecimal digits");
    }
  }

  /** The first twelve digits, for people. */
  public String brief() {
    return value.substring(0, 12);
  }

  @Override
  public String toString() {
    return value;
  }
}
