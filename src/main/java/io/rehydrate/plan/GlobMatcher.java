package io.rehydrate.plan;

/** {@code *} for any run of characters but the dot, in linear steps whatever the pattern. */
final class GlobMatcher {
  private GlobMatcher() {}

  static boolean matches(String pattern, String name, boolean anyCase) {
    int p = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = n;
      } else if (p < pattern.length() && same(pattern.charAt(p), name.charAt(n), anyCase)) {
        p++;
        n++;
      } else if (star >= 0 && name.charAt(resume) != '.') {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  private static boolean same(char a, char b, boolean anyCase) {
    return a == b || (anyCase && Character.toLowerCase(a) == Character.toLowerCase(b));
  }
}
