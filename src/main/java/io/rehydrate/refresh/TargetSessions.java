package io.rehydrate.refresh;

import io.rehydrate.server.Sessions;
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

  /** With the account that the target's settings name. */
  static TargetSessions byLogin() {
    return target ->
        Sessions.open(
            target.login().withUrl(target.login().url().withoutSchema()),
            "target " + target.name());
  }
}
