package io.rehydrate.doctor;

import io.rehydrate.doctor.Check.Level;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.mysql.SqlErrors;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What an examination has found so far; it may be read while the examination hangs. */
final class Findings {
  private final List<Check> checks = new CopyOnWriteArrayList<>();

  void ok(String name, String message) {
    checks.add(new Check(name, Level.OK, message, ""));
  }

  void warn(String name, String message, String hint) {
    checks.add(new Check(name, Level.WARN, message, hint));
  }

  void fail(String name, String message, String hint) {
    checks.add(new Check(name, Level.FAIL, message, hint));
  }

  /** A failure in words that hold no value and no secret. */
  void failed(String name, Throwable error) {
    if (error instanceof RehydrateException ours) {
      fail(name, ours.getMessage(), ours.hint());
    } else if (hasSql(error)) {
      fail(name, SqlErrors.describeAny(error), "Look at the account's rights on that server");
    } else if (error instanceof IOException io) {
      fail(
          name,
          io.getClass().getSimpleName() + ": " + io.getMessage(),
          "Look at the file's rights");
    } else {
      fail(name, "could not be examined (" + error.getClass().getSimpleName() + ")", "");
    }
  }

  private static boolean hasSql(Throwable error) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof SQLException) {
        return true;
      }
    }
    return false;
  }

  List<Check> checks() {
    return List.copyOf(checks);
  }
}
