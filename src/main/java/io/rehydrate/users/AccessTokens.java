package io.rehydrate.users;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.NotFoundException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tokens of programs, in the state database: their hashes, owners and ends. */
public final class AccessTokens {
  private static final Pattern FORM = Pattern.compile("rhy_([0-9a-f]{12})_([A-Za-z0-9_-]{43})");
  private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);
  private static final int ID_BYTES = 6;
  private static final int SECRET_BYTES = 32;
  private static final Optional<AccessToken> NONE = Optional.empty();
  private static final SecureRandom RANDOM = new SecureRandom();

  private final JdbcClient client;
  private final Clock clock;

  public AccessTokens(DataSource state, Clock clock) {
    this.client = JdbcClient.create(state);
    this.clock = clock;
  }

  /**
   * A new token, which can be shown only now.
   *
   * @param text what a program sends
   */
  public record Issued(AccessToken token, String text) {}

  public Issued issue(String user, Duration validity) {
    String id = HexFormat.of().formatHex(random(ID_BYTES));
    String text =
        "rhy_"
            + id
            + "_"
            + Base64.getUrlEncoder().withoutPadding().encodeToString(random(SECRET_BYTES));
    Instant now = clock.instant();
    AccessToken token = new AccessToken(id, user, now, now.plus(validity), Optional.empty());
    client
        .sql(
            "INSERT INTO access_token (id, user_name, hash, created_at, expires_at) VALUES (?, ?, ?, ?, ?)")
        .params(id, user, hash(text), now.toEpochMilli(), token.expiresAt().toEpochMilli())
        .update();
    return new Issued(token, text);
  }

  /** The token that this text is, and notes its use; empty where it is none, or has expired. */
  public Optional<AccessToken> find(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Optional<AccessToken> token =
        client
            .sql("SELECT * FROM access_token WHERE id = ?")
            .param(matcher.group(1))
            .query((row, n) -> isHash(row, text) ? Optional.of(token(row)) : NONE)
            .optional()
            .flatMap(found -> found)
            .filter(found -> now.isBefore(found.expiresAt()));
    token
        .filter(t -> t.usedAt().filter(u -> now.isBefore(u.plus(USE_NOTED_EVERY))).isEmpty())
        .ifPresent(t -> noteUse(t, now));
    return token;
  }

  private static boolean isHash(ResultSet row, String text) throws SQLException {
    return MessageDigest.isEqual(
        row.getString("hash").getBytes(StandardCharsets.US_ASCII),
        hash(text).getBytes(StandardCharsets.US_ASCII));
  }

  private void noteUse(AccessToken token, Instant now) {
    client
        .sql("UPDATE access_token SET used_at = ? WHERE id = ?")
        .params(now.toEpochMilli(), token.id())
        .update();
  }

  /** All tokens, also expired ones, by user and age. */
  public List<AccessToken> list() {
    return client
        .sql("SELECT * FROM access_token ORDER BY user_name, created_at, id")
        .query((row, n) -> token(row))
        .list();
  }

  /**
   * Ends a token.
   *
   * @throws NotFoundException {@code token.unknown}
   */
  public void revoke(String id) {
    if (client.sql("DELETE FROM access_token WHERE id = ?").param(id).update() == 0) {
      throw new NotFoundException(
          ErrorCode.TOKEN_UNKNOWN, "No token has this id", "'users list' shows the ids");
    }
  }

  /** Ends all tokens of a user; gives their number. */
  public int revokeAllOf(String user) {
    return client.sql("DELETE FROM access_token WHERE user_name = ?").param(user).update();
  }

  private static AccessToken token(ResultSet row) throws SQLException {
    long used = row.getLong("used_at");
    return new AccessToken(
        row.getString("id"),
        row.getString("user_name"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("expires_at")),
        used == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(used)));
  }

  private static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return random;
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
