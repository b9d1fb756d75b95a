package io.rehydrate.scan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Keys, tokens and hashes of passwords, by how they begin and how much follows. */
final class Secrets {
  private static final int MOST_LOOKED_AT = InsertReader.OVERLAP / 2;

  /** Which characters follow a beginning. */
  private enum Follows {
    ANY("-_./$+=,:%"),
    HASH("./$+=,-"),
    /** Likewise, and somewhere among the first a dollar sign. */
    SALTED("./$+=,-"),
    LETTERS(""),
    CAPITALS(""),
    URL("-_"),
    PATH("-_/.@%");

    private final String marks;

    Follows(String marks) {
      this.marks = marks;
    }

    boolean holds(Text text, int index) {
      int c = text.at(index);
      if (this == CAPITALS) {
        return text.isUpper(index) || text.isDigit(index);
      }
      return (c < 0x80 && text.isWord(index)) || (c != 0 && marks.indexOf(c) >= 0);
    }
  }

  /**
   * @param characters that follow, at least
   * @param exactly whether nothing of the kind may stand behind them
   */
  private record Start(String start, int characters, boolean exactly, Follows follows, long bit) {

    /** A line of the file: {@code sure from 20 any glpat-} */
    static Start of(String line) {
      String[] words = line.split(" ");
      Form form =
          switch (words[0]) {
            case "three" -> Form.SECRET_OF_THREE;
            case "four" -> Form.SECRET_OF_FOUR;
            default -> Form.SECRET_SURE;
          };
      return new Start(
          words[4],
          Integer.parseInt(words[2]),
          words[1].equals("exactly"),
          Follows.valueOf(words[3].toUpperCase(Locale.ROOT)),
          form.bit());
    }
  }

  private static final Start[][] BY_FIRST = new Start[256][0];

  /** By the first and the second character, whether anything begins so. */
  private static final boolean[] BEGINS = new boolean[1 << 16];

  static {
    try (InputStream in = Secrets.class.getResourceAsStream("secrets.txt")) {
      new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Start::of)
          .forEach(Secrets::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List.of("eyJ", "Basic", "basic", "Bearer", "bearer", "--").forEach(Secrets::begins);
  }

  private static final String PEM = "-----BEGIN ";
  private static final int PEM_WORDS = 40;
  private static final int LONGEST_SALT = 40;
  private static final int MYSQL_HASH = 40;
  private static final int AZURE_FEWEST = 31;
  private static final int AZURE_MOST = 35;
  private static final int FEWEST_CREDENTIALS = 12;
  private static final int LONGEST_LOGIN = 100;

  private Secrets() {}

  private static void add(Start start) {
    int first = start.start().charAt(0);
    Start[] before = BY_FIRST[first];
    Start[] with = Arrays.copyOf(before, before.length + 1);
    with[before.length] = start;
    BY_FIRST[first] = with;
    begins(start.start());
  }

  private static void begins(String start) {
    BEGINS[start.charAt(0) << 8 | start.charAt(1)] = true;
  }

  /** The form of what begins there, at the border of a word; 0 for none. */
  static long at(Text text, int start) {
    int first = text.at(start);
    if (!BEGINS[first << 8 | text.at(start + 1)]) {
      return first == '*' && isOfMySql(text, start + 1) ? Form.SECRET_SURE.bit() : 0;
    }
    for (Start form : BY_FIRST[first]) {
      if (text.startsWith(start, form.start()) && isFollowed(text, start, form)) {
        return form.bit();
      }
    }
    boolean found =
        switch (first) {
          case 'e' -> isWebToken(text, start);
          case '-' -> text.startsWith(start, PEM) && isPrivateKey(text, start + PEM.length());
          case 'B', 'b' -> isAuthorization(text, start);
          default -> false;
        };
    return found ? Form.SECRET_SURE.bit() : 0;
  }

  private static boolean isFollowed(Text text, int start, Start form) {
    int from = start + form.start().length();
    int at = from;
    while (at - from < MOST_LOOKED_AT && form.follows().holds(text, at)) {
      at++;
    }
    int length = at - from;
    if (form.follows() == Follows.SALTED && !hasDollar(text, from, from + LONGEST_SALT)) {
      return false;
    }
    boolean whole =
        !text.isInsideWord(at) && !isOfToken(text.at(at)) && !isOfToken(text.at(start - 1));
    return form.exactly() ? length == form.characters() && whole : length >= form.characters();
  }

  private static boolean hasDollar(Text text, int from, int end) {
    for (int at = from; at < end; at++) {
      if (text.at(at) == '$') {
        return true;
      }
    }
    return false;
  }

  /** A token continues beyond these, and so does base 64. */
  private static boolean isOfToken(int c) {
    return c == '-' || c == '_' || c == '+' || c == '/';
  }

  private static boolean isPrivateKey(Text text, int from) {
    for (int at = from; at < from + PEM_WORDS; at++) {
      if (text.startsWith(at, "PRIVATE KEY")) {
        return true;
      }
    }
    return false;
  }

  /** Two parts of JSON in base 64, a dot between them: {@code eyJ....eyJ...} */
  private static boolean isWebToken(Text text, int start) {
    if (!text.startsWith(start, "eyJ")) {
      return false;
    }
    int dot = start;
    while (dot - start < MOST_LOOKED_AT && Follows.URL.holds(text, dot)) {
      dot++;
    }
    return dot - start > 10 && text.startsWith(dot, ".eyJ");
  }

  private static boolean isOfMySql(Text text, int from) {
    for (int at = from; at < from + MYSQL_HASH; at++) {
      boolean capital = text.isDigit(at) || (text.isHex(at) && text.isUpper(at));
      if (!capital) {
        return false;
      }
    }
    return !text.isInsideWord(from + MYSQL_HASH) && text.at(from - 2) != '*';
  }

  /** {@code Basic amFuZTpzZWNyZXQ=} and {@code Bearer ...} as HTTP has them. */
  private static boolean isAuthorization(Text text, int start) {
    boolean basic = text.startsWith(start + 1, "asic ");
    boolean bearer = text.startsWith(start + 1, "earer ");
    if (!basic && !bearer) {
      return false;
    }
    int from = start + (basic ? 6 : 7);
    int at = from;
    boolean digit = false;
    while (at - from < MOST_LOOKED_AT && Follows.ANY.holds(text, at)) {
      digit |= text.isDigit(at);
      at++;
    }
    return basic
        ? at - from >= FEWEST_CREDENTIALS && Base64Text.isLogin(text, from, at)
        : at - from >= 20 && digit;
  }

  /**
   * {@code https://name:password@host}
   *
   * @param at where the sign stands
   */
  static boolean isLoginBefore(Text text, int at) {
    int colon = -1;
    int i = at - 1;
    while (i > at - LONGEST_LOGIN && isOfLogin(text, i)) {
      boolean scheme = text.startsWith(i, "://");
      if (scheme) {
        return colon > i + 3 && at - colon > 3 && isScheme(text, i) && text.isWord(at + 1);
      }
      colon = text.at(i) == ':' ? i : colon;
      i--;
    }
    return false;
  }

  private static boolean isOfLogin(Text text, int index) {
    int c = text.at(index);
    boolean slash =
        c == '/' && (text.startsWith(index - 1, "://") || text.startsWith(index - 2, "://"));
    return slash || text.isWord(index) || (c != 0 && "-_.~%!$&*+,;=:".indexOf(c) >= 0);
  }

  /** A word of three small letters or more. */
  private static boolean isScheme(Text text, int end) {
    int at = end;
    while (at > end - 12 && text.isLetter(at - 1) && !text.isUpper(at - 1)) {
      at--;
    }
    return end - at >= 3 && !text.isInsideWord(at - 1);
  }

  /** {@code abc8Q~} and some thirty characters: a secret of an application at Azure. */
  static boolean isOfAzureAt(Text text, int at) {
    if (text.at(at - 1) != 'Q' || !text.isDigit(at - 2) || text.isInsideWord(at - 6)) {
      return false;
    }
    int end = at + 1;
    while (end - at <= AZURE_MOST
        && (Follows.URL.holds(text, end) || "~.".indexOf(text.at(end)) >= 0)) {
      end++;
    }
    return end - at > AZURE_FEWEST && end - at <= AZURE_MOST;
  }
}
