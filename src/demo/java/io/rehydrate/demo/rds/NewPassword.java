package io.rehydrate.demo.rds;

import io.rehydrate.settings.Secret;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A master password that is asked for and not yet set.
 *
 * @param from when it is; {@link Instant#MAX}: in a maintenance window, and none comes here
 */
record NewPassword(Secret password, Instant from) {
  private static final Pattern ALLOWED = Pattern.compile("[!-~&&[^/\"@]]{8,41}");

  /** Here nobody keeps a password but the server. */
  static void refuseManaged(Parameters p) {
    if (p.flag("ManageMasterUserPassword")) {
      throw ApiError.notSimulated("A password in Secrets Manager");
    }
  }

  static Secret checked(String password) {
    if (!ALLOWED.matcher(password).matches()) {
      throw ApiError.badValue(
          "The parameter MasterUserPassword is not a valid password. 8 to 41 printable ASCII"
              + " characters besides '/', '@', '\"', ' ' may be used.");
    }
    return new Secret(password);
  }

  boolean isDue(Instant now) {
    return !now.isBefore(from);
  }
}
