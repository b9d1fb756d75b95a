package io.rehydrate.scan;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Made-up values of persons and keys, as many as wanted, and what they may be wrapped in. */
enum Planted {
  EMAIL(
      Kind.EMAIL,
      r -> word(r, 3) + "." + word(r, 4) + "@" + word(r, 5) + pick(r, ".de .com .org .co.uk .fr")),
  SHORT_EMAIL(Kind.EMAIL, r -> word(r, 2) + "@" + word(r, 2) + pick(r, ".de .io .nl")),
  PHONE_PLUS(Kind.PHONE, r -> "+49 " + (30 + r.nextInt(60)) + " " + digits(r, 7)),
  PHONE_PLUS_TOGETHER(Kind.PHONE, r -> "+4917" + r.nextInt(10) + digits(r, 7)),
  PHONE_OF_MANY(
      Kind.PHONE,
      r ->
          pick(r, "+33_6 +44_79 +34_6 +39_34 +31_6 +351_9 +41_79 +43_66").replace('_', ' ')
              + digits(r, 8)),
  PHONE_WITH_TRUNK(Kind.PHONE, r -> "+44 (0)20 7" + digits(r, 3) + " " + digits(r, 4)),
  PHONE_DOUBLE_ZERO(Kind.PHONE, r -> "004917" + r.nextInt(10) + digits(r, 7)),
  PHONE_DOUBLE_ZERO_APART(Kind.PHONE, r -> "0049 " + (30 + r.nextInt(60)) + " " + digits(r, 7)),
  PHONE_SLASH(Kind.PHONE, r -> "01" + (51 + r.nextInt(28)) + "/" + digits(r, 7)),
  PHONE_SLASH_APART(
      Kind.PHONE, r -> "0" + (30 + r.nextInt(60)) + " / " + digits(r, 3) + " " + digits(r, 4)),
  PHONE_BLANK(Kind.PHONE, r -> "01" + (51 + r.nextInt(28)) + " " + digits(r, 7)),
  PHONE_HYPHEN(Kind.PHONE, r -> "0" + (301 + r.nextInt(600)) + "-" + digits(r, 6)),
  PHONE_PARENTHESES(Kind.PHONE, r -> "(0" + (30 + r.nextInt(60)) + ") " + digits(r, 7)),
  PHONE_FRENCH(
      Kind.PHONE,
      r -> "06 " + digits(r, 2) + " " + digits(r, 2) + " " + digits(r, 2) + " " + digits(r, 2)),
  PHONE_AMERICAN(
      Kind.PHONE,
      r -> "(" + (212 + r.nextInt(70)) + ") " + (220 + r.nextInt(300)) + "-" + digits(r, 4)),
  PHONE_AMERICAN_HYPHENS(
      Kind.PHONE, r -> (212 + r.nextInt(70)) + "-" + (220 + r.nextInt(300)) + "-" + digits(r, 4)),
  CARD(Kind.CARD, r -> grouped(card(r))),
  CARD_HYPHENS(Kind.CARD, r -> grouped(card(r)).replace(' ', '-')),
  CARD_BARE(Kind.CARD, r -> card(r)),
  IBAN(Kind.IBAN, r -> iban(r)),
  SSN(
      Kind.SSN,
      r -> (100 + r.nextInt(560)) + "-" + (10 + r.nextInt(90)) + "-" + (1000 + r.nextInt(9000))),
  IPV4(
      Kind.IP,
      r ->
          (80 + r.nextInt(16))
              + "."
              + r.nextInt(256)
              + "."
              + r.nextInt(256)
              + "."
              + (1 + r.nextInt(254))),
  IPV6(Kind.IP, r -> "2a02:" + hex(r, 4) + ":" + hex(r, 4) + "::" + hex(r, 2)),
  AWS_ID(Kind.SECRET, r -> "AKIA" + chars(r, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16)),
  AWS_SECRET(Kind.SECRET, r -> chars(r, Alphabet.BASE64, 30) + "/" + chars(r, Alphabet.BASE64, 9)),
  AZURE_STORAGE(Kind.SECRET, r -> Base64.getEncoder().encodeToString(bytes(r, 64))),
  AZURE_CONNECTION(
      Kind.SECRET,
      r -> "AccountName=x;AccountKey=" + Base64.getEncoder().encodeToString(bytes(r, 64))),
  AZURE_CLIENT(
      Kind.SECRET, r -> chars(r, Alphabet.LETTERS, 3) + "8Q~" + chars(r, Alphabet.LETTERS, 34)),
  GITHUB(Kind.SECRET, r -> "ghp_" + chars(r, Alphabet.LETTERS, 36)),
  GITLAB(Kind.SECRET, r -> "glpat-" + chars(r, Alphabet.LETTERS, 20)),
  GOOGLE(Kind.SECRET, r -> "AIza" + chars(r, Alphabet.LETTERS, 35)),
  OPENAI(Kind.SECRET, r -> "sk-" + chars(r, Alphabet.LETTERS, 48)),
  STRIPE(Kind.SECRET, r -> "sk_live_" + chars(r, Alphabet.LETTERS, 24)),
  SLACK_TOKEN(Kind.SECRET, r -> "xoxb-" + digits(r, 11) + "-" + chars(r, Alphabet.LETTERS, 24)),
  SLACK_HOOK(
      Kind.SECRET,
      r ->
          "https://hooks.slack.com/services/T"
              + chars(r, Alphabet.CAPITALS, 8)
              + "/B"
              + chars(r, Alphabet.CAPITALS, 8)
              + "/"
              + chars(r, Alphabet.LETTERS, 24)),
  WEB_TOKEN(
      Kind.SECRET,
      r ->
          "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI"
              + chars(r, Alphabet.LETTERS, 8)
              + "."
              + chars(r, Alphabet.LETTERS, 43)),
  PRIVATE_KEY(Kind.SECRET, r -> "-----BEGIN PRIVATE KEY-----\n" + chars(r, Alphabet.BASE64, 64)),
  BASIC(
      Kind.SECRET,
      r ->
          "Authorization: Basic "
              + Base64.getEncoder()
                  .encodeToString(text(word(r, 3) + ":" + word(r, 4) + digits(r, 2)))),
  LOGIN(
      Kind.SECRET,
      r ->
          "mysql://"
              + word(r, 2)
              + ":"
              + word(r, 3)
              + digits(r, 3)
              + "@db"
              + digits(r, 2)
              + ".intern:3306/x"),
  BCRYPT(Kind.SECRET, r -> "$2y$10$" + chars(r, Alphabet.CRYPT, 53)),
  MD5_CRYPT(
      Kind.SECRET, r -> "$1$" + chars(r, Alphabet.CRYPT, 8) + "$" + chars(r, Alphabet.CRYPT, 22)),
  SHA512_CRYPT(
      Kind.SECRET, r -> "$6$" + chars(r, Alphabet.CRYPT, 16) + "$" + chars(r, Alphabet.CRYPT, 86)),
  ARGON2(
      Kind.SECRET,
      r ->
          "$argon2id$v=19$m=65536,t=3,p=4$"
              + chars(r, Alphabet.LETTERS, 22)
              + "$"
              + chars(r, Alphabet.LETTERS, 43)),
  PHPASS(Kind.SECRET, r -> "$P$B" + chars(r, Alphabet.CRYPT, 30)),
  DJANGO(
      Kind.SECRET,
      r ->
          "pbkdf2_sha256$260000$"
              + chars(r, Alphabet.LETTERS, 22)
              + "$"
              + chars(r, Alphabet.BASE64, 43)
              + "="),
  MYSQL(Kind.SECRET, r -> "*" + hex(r, 40).toUpperCase(Locale.ROOT));

  final Kind kind;

  @SuppressWarnings("ImmutableEnumChecker") // each holds nothing but its own code
  private final Function<Random, String> values;

  Planted(Kind kind, Function<Random, String> values) {
    this.kind = kind;
    this.values = values;
  }

  String value(Random random) {
    return values.apply(random);
  }

  /** What a value is found in. */
  enum Wrapped {
    PLAIN(v -> v),
    PROSE(v -> "The customer wrote " + v + " and wants an answer today."),
    JSON(v -> "{\"id\": 17, \"v\": \"" + v.replace("\n", "\\n") + "\", \"done\": true}"),
    PHP_JSON(v -> "{\"v\":\"" + v.replace("/", "\\/").replace("\n", "\\n") + "\"}"),
    PHP(v -> "a:1:{s:1:\"v\";s:" + v.length() + ":\"" + v + "\";}"),
    IN_BASE64(v -> Base64.getEncoder().encodeToString(text(v))),
    PROSE_IN_BASE64(v -> Base64.getEncoder().encodeToString(text("Please answer " + v + " today"))),
    IN_HEX(v -> HexFormat.of().formatHex(text(v))),
    IN_URL(
        v -> "https://x.example/?q=1&v=" + java.net.URLEncoder.encode(v, StandardCharsets.UTF_8)),
    IN_URL_ALL(v -> coded(v, "%%%02X")),
    IN_HTML(
        v ->
            v.replace("&", "&amp;")
                .replace("@", "&#64;")
                .replace("+", "&#43;")
                .replace("$", "&#x24;")
                .replace(".", "&period;")
                .replace("-", "&#45;")
                .replace("/", "&#x2F;")
                .replace(" ", "&nbsp;")),
    IN_HTML_ALL(v -> coded(v, "&#%d;")),
    IN_UNICODE(v -> coded(v, "\\u%04x")),
    IN_UNICODE_SOME(
        v ->
            v.replace("@", "\\u0040")
                .replace("+", "\\u002b")
                .replace("$", "\\u0024")
                .replace("/", "\\/"));

    @SuppressWarnings("ImmutableEnumChecker") // each holds nothing but its own code
    private final UnaryOperator<String> wrap;

    Wrapped(UnaryOperator<String> wrap) {
      this.wrap = wrap;
    }

    String around(String value) {
      return wrap.apply(value);
    }
  }

  private static String coded(String value, String format) {
    StringBuilder coded = new StringBuilder();
    value.chars().forEach(c -> coded.append(String.format(format, c)));
    return coded.toString();
  }

  private static byte[] text(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  private static String pick(Random random, String words) {
    String[] all = words.split(" ");
    return all[random.nextInt(all.length)];
  }

  private static String word(Random random, int syllables) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < syllables; i++) {
      word.append("bdfghklmnprst".charAt(random.nextInt(13)))
          .append("aeiou".charAt(random.nextInt(5)));
    }
    return word.toString();
  }

  private static String chars(Random random, String alphabet, int count) {
    StringBuilder chars = new StringBuilder();
    for (int i = 0; i < count; i++) {
      chars.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return chars.toString();
  }

  private static String digits(Random random, int count) {
    return chars(random, "0123456789", count);
  }

  private static String hex(Random random, int count) {
    return chars(random, "0123456789abcdef", count);
  }

  private static byte[] bytes(Random random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String card(Random random) {
    String first = pick(random, "4 51 55 4917") + digits(random, 15);
    String number = first.substring(0, 15);
    for (int check = 0; check < 10; check++) {
      int sum = 0;
      for (int i = 0; i < 16; i++) {
        int digit = (number + check).charAt(15 - i) - '0';
        int weighed = i % 2 == 0 ? digit : 2 * digit;
        sum += weighed > 9 ? weighed - 9 : weighed;
      }
      if (sum % 10 == 0) {
        return number + check;
      }
    }
    throw new IllegalStateException();
  }

  private static String grouped(String card) {
    return card.replaceAll("(\\d{4})(?=\\d)", "$1 ");
  }

  private static String iban(Random random) {
    String account = digits(random, 18);
    int check = 98 - new BigInteger(account + "131400").mod(BigInteger.valueOf(97)).intValue();
    return String.format("DE%02d%s", check, account);
  }

  private static final class Alphabet {
    static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    static final String BASE64 = LETTERS + "+/";
    static final String CRYPT = LETTERS + "./";
    static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  }
}
