package io.rehydrate.users;

import io.rehydrate.run.Actor;
import io.rehydrate.settings.Role;

/**
 * Who asks for something, whatever the way in: the signed-in person of an HTTP request, the owner
 * of a request file, the account that calls a command.
 *
 * @param origin {@code cli}, {@code http 127.0.0.1}, {@code proxy 127.0.0.1}, {@code inbox
 *     file.json}
 */
public record Person(String name, Role role, String origin) {
  /** The name of everybody as long as there are no users. */
  public static final String NOBODY_KNOWN = "anonymous";

  /** Somebody who may do everything: at the command line, or as long as there are no users. */
  public static Person operator(String name, String origin) {
    return new Person(name, Role.OPERATOR, origin);
  }

  /** As the journal has them. */
  public Actor actor() {
    return new Actor(name, origin);
  }
}
