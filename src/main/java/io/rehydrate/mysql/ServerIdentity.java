package io.rehydrate.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which server a session is on, whatever name it was called by: {@code @@server_uuid}, where the
 * vendor has one (on Aurora together with {@code @@aurora_server_id}), else host name, port and
 * data directory, which two servers made from one template have in common.
 */
public record ServerIdentity(String value) {
  private static final int UNKNOWN_SYSTEM_VARIABLE = 1193;
  private static final Pattern UUID = Pattern.compile("uuid:(\\S+)");
  private static final Pattern AURORA = Pattern.compile("aurora:(\\S+)");

  /** Asks the server at the other end of this very session. */
  public static ServerIdentity of(Connection session) throws SQLException {
    String uuid = variable(session, "@@server_uuid");
    if (!uuid.isEmpty()) {
      String aurora = variable(session, "@@aurora_server_id");
      return new ServerIdentity("uuid:" + uuid + (aurora.isEmpty() ? "" : " aurora:" + aurora));
    }
    return new ServerIdentity(
        "host:"
            + variable(session, "@@hostname")
            + " port:"
            + variable(session, "@@port")
            + " datadir:"
            + variable(session, "@@datadir"));
  }

  /** A server of which another one reports its {@code @@server_uuid}. */
  static ServerIdentity ofUuid(String uuid) {
    return new ServerIdentity("uuid:" + uuid);
  }

  /** An instance of which another one of its cluster reports. */
  static ServerIdentity ofAuroraInstance(String name) {
    return new ServerIdentity("aurora:" + name);
  }

  /** Whether the server made it up for itself, so that no other has it. */
  public boolean isUnique() {
    return !value.startsWith("host:");
  }

  /**
   * Whether both may be one server. What is restored at Aurora may carry the {@code server_uuid} of
   * its origin: there the instance's name decides, where both are known.
   */
  public boolean matches(ServerIdentity other) {
    if (!isUnique() || !other.isUnique()) {
      return value.equals(other.value);
    }
    Optional<String> here = part(AURORA);
    Optional<String> there = other.part(AURORA);
    if (here.isPresent() && there.isPresent()) {
      return here.get().equalsIgnoreCase(there.get());
    }
    return part(UUID).isPresent() && part(UUID).equals(other.part(UUID));
  }

  private Optional<String> part(Pattern pattern) {
    Matcher matcher = pattern.matcher(value);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** A variable's value; empty where the server has no such variable. */
  static String variable(Connection session, String name) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + name)) {
      row.next();
      return row.getString(1) == null ? "" : row.getString(1);
    } catch (SQLException e) {
      if (e.getErrorCode() == UNKNOWN_SYSTEM_VARIABLE) {
        return "";
      }
      throw e;
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
