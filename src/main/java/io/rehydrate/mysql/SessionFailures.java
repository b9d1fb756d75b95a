package io.rehydrate.mysql;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.settings.ServerLogin;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;

/** Why a session could not be opened, told without the driver's own words. */
final class SessionFailures {
  /** SQLSTATE of every refused login: error 1045, and on MariaDB 1698 too. */
  private static final String LOGIN_REFUSED = "28000";

  /** No such schema, and one that the account may not use. */
  private static final Set<Integer> NO_SCHEMA = Set.of(1049, 1044);

  private final ServerLogin login;
  private final String role;
  private final SQLException cause;

  private SessionFailures(ServerLogin login, String role, SQLException cause) {
    this.login = login;
    this.role = role;
    this.cause = cause;
  }

  /**
   * {@code server.login}, {@code server.schema}, {@code server.refused} where the server answered;
   * {@code server.certificate}; {@code server.unreachable}.
   */
  static StageFailedException of(ServerLogin login, String role, SQLException cause) {
    return new SessionFailures(login, role, cause).told();
  }

  private StageFailedException told() {
    if (LOGIN_REFUSED.equals(cause.getSQLState())) {
      return failed(
          ErrorCode.SERVER_LOGIN,
          "The " + role + " refused the login of " + login,
          "Check " + role + "'s username and password-file, and the account's host part");
    }
    if (NO_SCHEMA.contains(cause.getErrorCode())) {
      return schema();
    }
    return distrust()
        .map(this::certificate)
        .orElseGet(() -> cause.getErrorCode() > 0 ? refused() : unreachable());
  }

  private StageFailedException schema() {
    String schema = login.url().schema().orElse("");
    return cause.getErrorCode() == 1049
        ? failed(
            ErrorCode.SERVER_SCHEMA,
            "The " + role + " at " + address() + " has no schema '" + schema + "'",
            "Check the name at the end of " + role + "'s URL, or create that schema there")
        : failed(
            ErrorCode.SERVER_SCHEMA,
            login.username()
                + " may not use the schema '"
                + schema
                + "' on the "
                + role
                + " at "
                + address(),
            "Check the name at the end of " + role + "'s URL, and the account's rights on it");
  }

  private StageFailedException certificate(String distrust) {
    return failed(
        ErrorCode.SERVER_CERTIFICATE,
        "The certificate of the "
            + role
            + " at "
            + address()
            + " is not accepted: "
            + distrust
            + " (sslMode="
            + login.url().sslMode()
            + ")",
        "Check the PEM file of "
            + role
            + "'s ca-file, and the name in its URL; through a tunnel add ?sslMode=VERIFY_CA to"
            + " that");
  }

  private StageFailedException refused() {
    return failed(
        ErrorCode.SERVER_REFUSED,
        "The "
            + role
            + " at "
            + address()
            + " answered, and refused the session ("
            + SqlErrors.describe(cause)
            + ")",
        switch (cause.getErrorCode()) {
          case 1040, 1203, 1226 ->
              "End sessions there, or raise the server's or the account's limit";
          case 1129 -> "FLUSH HOSTS there unblocks this machine";
          case 1130 -> "Create the account for this machine's address, or for '%'";
          case 1820, 1862, 3118, 4151 -> "Give the account a new password there, or unlock it";
          default -> "Look at the server's own log";
        });
  }

  private StageFailedException unreachable() {
    return failed(
        ErrorCode.SERVER_UNREACHABLE,
        "The "
            + role
            + " at "
            + address()
            + " can't be reached ("
            + SqlErrors.describe(cause)
            + ")",
        "Check that the server runs and that this machine may connect to it");
  }

  private String address() {
    return login.url().address();
  }

  private StageFailedException failed(ErrorCode code, String message, String hint) {
    return new StageFailedException(code, message, hint, cause);
  }

  /** What the driver found wrong with a certificate, where that was it; of that it says nothing. */
  private Optional<String> distrust() {
    Optional<String> found = Optional.empty();
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof GeneralSecurityException || at instanceof SSLException) {
        found = String.valueOf(at.getMessage()).lines().findFirst();
      }
    }
    return found;
  }
}
