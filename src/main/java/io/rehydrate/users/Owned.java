package io.rehydrate.users;

import io.rehydrate.run.Run;
import io.rehydrate.settings.Settings;
import java.util.Set;

/**
 * What an action is done to, and whose it is.
 *
 * @param what as a message has it: {@code the target dev-a}
 * @param owners their names
 * @param everyones whether it is every developer's
 */
public record Owned(String what, Set<String> owners, boolean everyones) {

  /** A target: that of its owners; every developer's where it has none. */
  public static Owned target(Settings.Target target) {
    return new Owned("the target " + target.name(), target.owners(), target.owners().isEmpty());
  }

  /** A run: that of who asked for it. */
  public static Owned run(Run run) {
    return new Owned("the run " + run.id(), Set.of(run.actor().name()), false);
  }

  boolean belongsTo(Person person) {
    return everyones || owners.contains(person.name());
  }
}
