package io.rehydrate.mysql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * @param text as the server gives it: {@code 11.4.5-MariaDB-log}
 */
public record ServerVersion(Vendor vendor, int major, int minor, int patch, String text) {
  private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)");

  /**
   * Reads the first three numbers of a version; MariaDB's old {@code 5.5.5-} prefix is passed over.
   */
  public static ServerVersion parse(String text) {
    String rest = text.startsWith("5.5.5-") ? text.substring(6) : text;
    Matcher matcher = NUMBERS.matcher(rest);
    if (!matcher.find()) {
      throw new IllegalArgumentException("no version number in '" + text + "'");
    }
    return new ServerVersion(
        Vendor.of(text),
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)),
        text);
  }

  public boolean isMariaDb() {
    return vendor == Vendor.MARIADB;
  }

  public boolean isAtLeast(int otherMajor, int otherMinor, int otherPatch) {
    return major != otherMajor
        ? major > otherMajor
        : minor != otherMinor ? minor > otherMinor : patch >= otherPatch;
  }

  @Override
  public String toString() {
    return text;
  }
}
