package io.rehydrate.scan;

import java.util.Set;

/**
 * The ends of domains under which nearly all mailboxes are. Chance makes each of the 1,500 ends
 * that there are; few enough of these.
 */
final class TopLevels {
  private static final Set<String> COMMON =
      Set.of(
          "com", "net", "org", "edu", "gov", "mil", "int", "info", "biz", "name", "pro", "app",
          "dev", "online", "cloud", "email", "shop", "tech", "berlin", "eu", "de", "at", "ch", "li",
          "fr", "be", "nl", "lu", "es", "pt", "it", "uk", "ie", "dk", "se", "no", "fi", "pl", "cz",
          "us", "ca", "mx", "br", "ar", "au", "nz", "in", "jp", "cn", "ru", "io", "co", "me");

  private TopLevels() {}

  static boolean isCommon(String lowerCase) {
    return COMMON.contains(lowerCase);
  }
}
