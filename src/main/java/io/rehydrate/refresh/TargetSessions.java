package io.rehydrate.refresh;

import io.rehydrate.mysql.Bounds;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.settings.Settings.Target;
import java.sql.Connection;

/** Opens sessions on targets, with no schema chosen. */
@FunctionalInterface
public interface TargetSessions {

  /**
   * @throws io.rehydrate.error.StageFailedException {@code server.unreachable} or {@code
   *     server.login}
   */
  Connection open(Target target);

  /** With the account that the target's settings name, on whatever server is there. */
  static TargetSessions byLogin() {
    return byLogin(Bounds.WORK);
  }

  /** The same, within these bounds. */
  static TargetSessions byLogin(Bounds bounds) {
    return target ->
        Sessions.open(
            target.login().withUrl(target.login().url().withoutSchema()),
            "target " + target.name(),
            bounds);
  }
}
