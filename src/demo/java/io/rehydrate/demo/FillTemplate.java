package io.rehydrate.demo;

import io.rehydrate.mysql.Sql;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes the statements that fill a table out of the {@code fill-*.sql} resources.
 *
 * <p>The server computes every value from a row's number, so a row depends on the seed, the size
 * and the as-of time alone, whatever the order of work. Between braces stand:
 *
 * <ul>
 *   <li>{@code rnd salt expression, ...}: a number from 0 to 2,147,483,646, another for each salt
 *   <li>{@code pick pool salt expression, ...}: a word of a pool
 *   <li>{@code test expression}, {@code renews expression}: about the application of that number
 *   <li>{@code numbers kind}: rows {@code i}, a chunk's numbers; {@code digits}: rows {@code d}
 *   <li>{@code from}, {@code to}: the chunk; {@code applications}, {@code year}, ...: the size
 * </ul>
 */
final class FillTemplate {
  private static final Pattern INNERMOST = Pattern.compile("\\{(\\w+)([^{}]*)\\}");
  private static final Pattern TABLE = Pattern.compile("INSERT INTO (\\w+)");
  private static final Pattern NUMBERS = Pattern.compile("\\{numbers (\\w+)\\}");
  private static final DateTimeFormatter LITERAL =
      DateTimeFormatter.ofPattern("'TIMESTAMP'''yyyy-MM-dd HH:mm:ss''", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Duration SPAN = Duration.ofDays(4 * 365 + 1);
  private static final long PRIME = 2_147_483_647L;
  private static final String DIGITS =
      "(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4"
          + " UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8"
          + " UNION ALL SELECT 9)";

  /** Rows of a chunk's driving table: four digits' worth. */
  static final int CHUNK = 10_000;

  private final long seed;
  private final WordPools pools;
  private final Map<String, Integer> counts;
  private final Map<String, String> texts;

  FillTemplate(DemoSize size, long seed, Instant asOf) {
    this.seed = seed;
    this.pools = WordPools.of(seed);
    this.counts =
        Map.of(
            "applications", size.applications(),
            "insureds", size.insureds(),
            "producers", size.producers(),
            "brokers", size.brokers(),
            "products", size.products(),
            "year", size.year());
    this.texts =
        Map.of(
            "seed", Long.toString(seed),
            "asof", LITERAL.format(asOf),
            "start", LITERAL.format(asOf.minus(SPAN)),
            "span", Long.toString(SPAN.toSeconds()),
            "digits", DIGITS);
  }

  /** The table that a statement fills. */
  static String table(String template) {
    Matcher matcher = TABLE.matcher(template);
    if (!matcher.find()) {
      throw new IllegalArgumentException("not an INSERT: " + template);
    }
    return matcher.group(1);
  }

  /** The number up to which a statement counts, chunk by chunk; 0 where it does not count. */
  int last(String template) {
    Matcher numbers = NUMBERS.matcher(template);
    if (numbers.find()) {
      return counts.get(numbers.group(1));
    }
    return template.contains("{from}") ? counts.get("applications") : 0;
  }

  /** The statement for one chunk. */
  String statement(String template, int from, int to) {
    String table = table(template);
    String sql = template;
    for (Matcher matcher = INNERMOST.matcher(sql);
        matcher.find();
        matcher = INNERMOST.matcher(sql)) {
      sql = matcher.replaceAll(found -> Matcher.quoteReplacement(expand(table, found, from, to)));
    }
    return sql;
  }

  private String expand(String table, MatchResult found, int from, int to) {
    String arguments = found.group(2).strip();
    return switch (found.group(1)) {
      case "rnd" -> random(table, firstWord(arguments), rest(arguments));
      case "pick" -> pick(table, firstWord(arguments), rest(arguments));
      case "test" -> "(" + random("applications", "test", arguments) + " % 100 < 3)";
      case "renews" -> renews(arguments);
      case "numbers" -> numbers(from, to);
      case "from" -> Integer.toString(from);
      case "to" -> Integer.toString(to);
      default -> constant(found.group(1));
    };
  }

  /** CRC32 alone is linear: two salts would give numbers that hang together. */
  private String random(String table, String salt, String expressions) {
    String key =
        expressions.contains(",")
            ? "CONCAT(" + expressions.replace(",", ", '/',") + ")"
            : expressions;
    ByteBuffer hash = ByteBuffer.wrap(sha256(seed + "/" + table + "/" + salt));
    long factor = 1L + (hash.getInt() & 0x3fff_ffff);
    long offset = hash.getInt() & 0x3fff_ffff;
    return "((CRC32(" + key + ") + " + offset + ") * " + factor + " % " + PRIME + ")";
  }

  private String pick(String table, String pool, String saltAndExpressions) {
    String words = pools.pool(pool).stream().map(Sql::text).collect(Collectors.joining(", "));
    return "ELT(1 + "
        + random(table, firstWord(saltAndExpressions), rest(saltAndExpressions))
        + (" % " + pools.pool(pool).size())
        + (", " + words + ")");
  }

  /** A made-up application for a test is no renewal and has none. */
  private String renews(String number) {
    int year = counts.get("year");
    return "("
        + (number + " > " + year)
        + (" AND " + random("applications", "renews", number) + " % 100 < 40")
        + (" AND NOT {test " + number + "}")
        + (" AND NOT {test " + number + " - " + year + "})");
  }

  private static String numbers(int from, int to) {
    return "(SELECT "
        + (from + " + a.d + 10 * b.d + 100 * c.d + 1000 * e.d AS i FROM ")
        + (DIGITS + " a, " + DIGITS + " b, " + DIGITS + " c, " + DIGITS + " e")
        + (" HAVING i <= " + to + ") AS numbers");
  }

  private String constant(String name) {
    String text = counts.containsKey(name) ? counts.get(name).toString() : texts.get(name);
    if (text == null) {
      throw new IllegalArgumentException("nothing is known of {" + name + "}");
    }
    return text;
  }

  private static String firstWord(String arguments) {
    return arguments.substring(0, arguments.indexOf(' '));
  }

  private static String rest(String arguments) {
    return arguments.substring(arguments.indexOf(' ') + 1).strip();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
