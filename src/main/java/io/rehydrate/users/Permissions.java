package io.rehydrate.users;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.NotAllowedException;
import io.rehydrate.settings.Role;
import java.util.stream.Collectors;

/** Decides who may do what; every way in asks here. */
public final class Permissions {
  private Permissions() {}

  /** Whether the role is enough, whatever it is done to. */
  public static boolean allows(Person person, Action action) {
    return person.role().includes(action.least());
  }

  /** Whether somebody may do this to that. */
  public static boolean allows(Person person, Action action, Owned object) {
    return allows(person, action)
        && (!action.owned() || person.role() == Role.OPERATOR || object.belongsTo(person));
  }

  /**
   * @throws NotAllowedException {@code permission.role}
   */
  public static void require(Person person, Action action) {
    if (!allows(person, action)) {
      throw new NotAllowedException(
          ErrorCode.PERMISSION_ROLE,
          person.name() + " is a " + person.role().text() + "; this needs " + least(action),
          "Ask an operator to do it, or for another role");
    }
  }

  /**
   * @throws NotAllowedException {@code permission.role}, {@code permission.owner}
   */
  public static void require(Person person, Action action, Owned object) {
    require(person, action);
    if (!allows(person, action, object)) {
      throw new NotAllowedException(
          ErrorCode.PERMISSION_OWNER,
          person.name()
              + " may not do this to "
              + object.what()
              + ", which belongs to "
              + object.owners().stream().sorted().collect(Collectors.joining(", ")),
          "Ask one of them, or an operator");
    }
  }

  private static String least(Action action) {
    return (action.least() == Role.OPERATOR ? "an " : "a ") + action.least().text();
  }
}
