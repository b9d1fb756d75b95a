package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.settings.Settings;
import io.rehydrate.settings.UsersFile;
import io.rehydrate.settings.UsersText;
import java.util.List;
import java.util.function.UnaryOperator;

/** Changes the users file, and has it in the audit. */
final class UsersChange {
  private UsersChange() {}

  /**
   * @param asked what else was asked for; empty: nothing
   */
  static void apply(
      Settings settings,
      String action,
      String name,
      String asked,
      UnaryOperator<UsersText> change) {
    try (Beans beans = CommandContext.beans(settings, Logging.Mode.COMMAND, List.of())) {
      apply(beans, action, name, asked, change);
    }
  }

  static void apply(
      Beans beans, String action, String name, String asked, UnaryOperator<UsersText> change) {
    Audited.act(
        beans,
        action,
        name,
        asked,
        () -> UsersFile.change(beans.settings().users().file(), change));
  }
}
