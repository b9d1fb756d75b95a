package io.rehydrate.dump;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** How the files of a dump are named: plain letters only, whatever a schema or table is called. */
public final class DumpFiles {
  public static final String MANIFEST = "manifest.json";
  public static final String RESTORE_SCRIPT = "restore.sh";

  private static final String PART = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}";
  private static final Pattern NAME = Pattern.compile(PART + "(?:/" + PART + "){0,3}");
  private static final Pattern PLAIN = Pattern.compile("[a-z0-9_][a-z0-9_-]{0,63}");
  private static final int SHOWN = 60;

  private DumpFiles() {}

  /** Whether a name stays in the dump's folder and holds nothing odd. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** {@code insurance/tables.sql.zst} */
  public static String definitions(String schema) {
    return folder(schema) + "/tables.sql.zst";
  }

  /** {@code insurance/after.sql.zst} */
  public static String after(String schema) {
    return folder(schema) + "/after.sql.zst";
  }

  /**
   * {@code insurance/rows/0001-applications.sql.zst}
   *
   * @param number keeps names apart that look alike
   */
  public static String rows(String schema, int number, String table) {
    return String.format(
        Locale.ROOT, "%s/rows/%04d-%s.sql.zst", folder(schema), number, letters(table));
  }

  /** The schema's name, where it is plain; else what is plain in it and a piece of its hash. */
  public static String folder(String schema) {
    return PLAIN.matcher(schema).matches()
        ? schema
        : letters(schema) + "-" + sha256(schema).substring(0, 8);
  }

  private static String letters(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9_]", "_");
    return plain.substring(0, Math.min(plain.length(), SHOWN));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sha256(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
