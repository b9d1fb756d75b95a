package io.rehydrate.dehydrate;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RefusedException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mask.MaskKey;
import io.rehydrate.mask.MaskTable;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.mysql.SqlErrors;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * Gives a session the keys and words that masks need, in a temporary table of one row. No statement
 * holds a key: the server makes a one-time pad and gives it out as a result, which no log has; the
 * keys come back encrypted with it. The table is in memory, so that no temporary file holds it,
 * unless the server has such tables switched off.
 */
public final class MaskSession {
  private static final int UNKNOWN_SYSTEM_VARIABLE = 1193;
  private static final String PAD = "@rehydrate_pad";
  private static final String ECB = "aes-128-ecb";

  private MaskSession() {}

  /**
   * Makes the session's table; to be called once for every new session of a run, before it copies.
   *
   * @param purposes of all expressions that this session will evaluate
   * @throws RefusedException {@code mask.binlog}: the binary log would hold the keys
   * @throws StageFailedException {@code mask.session}
   */
  public static void prepare(
      Connection session, String helperSchema, MaskKey key, Set<String> purposes) {
    try {
      keepOutOfBinaryLog(session);
      Optional<String> mode = variable(session, "@@SESSION.block_encryption_mode");
      boolean otherMode = mode.filter(m -> !m.equals(ECB)).isPresent();
      if (otherMode) {
        Sessions.run(session, "SET SESSION block_encryption_mode = " + Sql.text(ECB));
      }
      // a masked array is put together by GROUP_CONCAT, which cuts what is longer
      Sessions.run(session, "SET SESSION group_concat_max_len = 1073741824");
      fill(session, MaskTable.in(helperSchema), key, new TreeSet<>(purposes));
      if (otherMode) {
        Sessions.run(session, "SET SESSION block_encryption_mode = " + Sql.text(mode.get()));
      }
    } catch (SQLException e) {
      throw new StageFailedException(
          ErrorCode.MASK_SESSION,
          "The scratch did not take the keys of the masks (" + SqlErrors.describe(e) + ")",
          "Check that its account may create temporary tables",
          e);
    }
  }

  /**
   * Gives a prepared session copies of its table, for statements that take keys at several places.
   *
   * @param count how many
   */
  public static void copies(Connection session, String helperSchema, int count)
      throws SQLException {
    for (int number = 1; number <= count; number++) {
      String copy = MaskTable.copy(helperSchema, number);
      Sessions.run(
          session,
          "DROP TEMPORARY TABLE IF EXISTS " + copy,
          "CREATE TEMPORARY TABLE " + copy + " LIKE " + MaskTable.in(helperSchema),
          "INSERT INTO " + copy + " SELECT * FROM " + MaskTable.in(helperSchema));
    }
  }

  /** As statements, the pad and the pieces would lie there together. */
  private static void keepOutOfBinaryLog(Connection session) throws SQLException {
    boolean logs =
        variable(session, "@@GLOBAL.log_bin").filter("1"::equals).isPresent()
            && variable(session, "@@SESSION.sql_log_bin").filter("1"::equals).isPresent();
    Optional<String> format = variable(session, "@@SESSION.binlog_format");
    if (!logs || format.filter(f -> !f.equals("ROW")).isEmpty()) {
      return;
    }
    try {
      Sessions.run(session, "SET SESSION binlog_format = 'ROW'");
    } catch (SQLException e) {
      throw new RefusedException(
          ErrorCode.MASK_BINLOG,
          "The scratch writes statements to its binary log, and its account may not change that",
          "Start the scratch with binlog_format=ROW, or without a binary log",
          e);
    }
  }

  private static void fill(Connection session, String table, MaskKey key, Set<String> purposes)
      throws SQLException {
    List<String> columns = new ArrayList<>(List.of("`filled` TINYINT NOT NULL"));
    List<String> values = new ArrayList<>(List.of("1"));
    try {
      Sessions.run(session, "SET " + PAD + " = RANDOM_BYTES(16)");
      byte[] pad = HexFormat.of().parseHex(value(session, "SELECT HEX(" + PAD + ")"));
      for (String purpose : purposes) {
        Optional<String> words = MaskTable.words(purpose);
        String type = words.map(MaskSession::textType).orElse("VARBINARY(32)");
        columns.add(MaskTable.column(purpose) + " " + type + " NOT NULL");
        values.add(words.map(Sql::text).orElseGet(() -> wrapped(key.subkey(purpose), pad)));
      }
      Sessions.run(session, "DROP TEMPORARY TABLE IF EXISTS " + table);
      create(session, table, String.join(", ", columns));
      Sessions.run(session, "INSERT INTO " + table + " SELECT " + String.join(", ", values));
    } finally {
      Sessions.run(session, "SET " + PAD + " = NULL");
    }
    prove(session, table, key, purposes);
  }

  /** Some servers have the engine switched off; what they use instead is gone with the session. */
  private static void create(Connection session, String table, String columns) throws SQLException {
    String create = "CREATE TEMPORARY TABLE " + table + " (" + columns + ")";
    try {
      Sessions.run(session, create + " ENGINE = MEMORY");
    } catch (SQLException e) {
      Sessions.run(session, create);
    }
  }

  private static String textType(String words) {
    return "VARCHAR(" + words.length() + ") CHARACTER SET ascii COLLATE ascii_bin";
  }

  private static String wrapped(byte[] subkey, byte[] pad) {
    try {
      // ECB is what both vendors have without a setting, and the pad is used once
      Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(pad, "AES"));
      return "AES_DECRYPT(x'"
          + HexFormat.of().formatHex(cipher.doFinal(subkey))
          + "', "
          + PAD
          + ")";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no AES", e);
    }
  }

  /** A server that could not unpack a key would mask with an empty one, and say nothing. */
  private static void prove(Connection session, String table, MaskKey key, Set<String> purposes)
      throws SQLException {
    List<String> keyed = purposes.stream().filter(p -> MaskTable.words(p).isEmpty()).toList();
    if (keyed.isEmpty()) {
      return;
    }
    String digests =
        keyed.stream()
            .map(p -> "SHA2(CONCAT(" + MaskTable.column(p) + ", 'proof'), 256)")
            .collect(Collectors.joining(", "));
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + digests + " FROM " + table)) {
      row.next();
      for (int i = 0; i < keyed.size(); i++) {
        if (!proof(key.subkey(keyed.get(i))).equals(row.getString(i + 1))) {
          throw new StageFailedException(
              ErrorCode.MASK_SESSION,
              "The scratch did not unpack the key of the mask '" + keyed.get(i) + "'",
              "Check that the scratch has AES_DECRYPT and RANDOM_BYTES");
        }
      }
    }
  }

  private static String proof(byte[] subkey) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(subkey);
      return HexFormat.of()
          .formatHex(sha.digest("proof".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  private static Optional<String> variable(Connection session, String name) throws SQLException {
    try {
      return Optional.ofNullable(value(session, "SELECT " + name));
    } catch (SQLException e) {
      if (e.getErrorCode() == UNKNOWN_SYSTEM_VARIABLE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static String value(Connection session, String query) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
