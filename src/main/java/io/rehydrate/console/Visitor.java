package io.rehydrate.console;

import io.rehydrate.http.Caller;
import io.rehydrate.http.CloneAnswer;
import io.rehydrate.http.RunView;
import io.rehydrate.users.Action;
import io.rehydrate.users.Owned;
import io.rehydrate.users.Permissions;
import io.rehydrate.users.Person;
import java.util.Set;
import org.apache.camel.Message;

/**
 * Who looks at a page, and what the page may offer them: the one place where the pages learn of it.
 *
 * @param csrf the token that each form carries
 */
public record Visitor(Person person, String csrf) {

  static Visitor of(Message message) {
    return new Visitor(Caller.of(message), Caller.formToken(message));
  }

  /** Whether somebody is signed in; else nobody has to be. */
  public boolean known() {
    return !person.name().equals(Person.NOBODY_KNOWN);
  }

  public String name() {
    return person.name();
  }

  public String role() {
    return person.role().text();
  }

  /** Whether their role is enough for this action, by its name in openapi.yaml. */
  public boolean may(String action) {
    return Permissions.allows(person, Action.of(action).orElseThrow());
  }

  /** Whether they may refresh this target. */
  public boolean mayRefresh(TargetLine line) {
    return Permissions.allows(person, Action.REFRESH, owned(line));
  }

  /** Whether they may protect this target, or replace its protection. */
  public boolean mayProtect(TargetLine line) {
    return Permissions.allows(person, Action.PROTECT, owned(line))
        && (isOpenTo(line) || mayOverride());
  }

  /** Whether they may remove the protection of this target. */
  public boolean mayUnprotect(TargetLine line) {
    return line.target().protection().isPresent()
        && Permissions.allows(person, Action.PROTECT, owned(line))
        && (isOpenTo(line) || mayOverride());
  }

  /** Whether nobody else protects this target. */
  public boolean isOpenTo(TargetLine line) {
    return line.target().protection().filter(p -> !p.by().equals(person.name())).isEmpty();
  }

  /** Whether they may refresh a target that somebody else protects. */
  public boolean mayOverride() {
    return Permissions.allows(person, Action.OVERRIDE);
  }

  /**
   * @throws io.rehydrate.error.NotAllowedException {@code permission.role}, {@code
   *     permission.owner}
   */
  void requireRefresh(TargetLine line) {
    Permissions.require(person, Action.REFRESH, owned(line));
  }

  private static Owned owned(TargetLine line) {
    Set<String> owners = Set.copyOf(line.target().owners());
    return new Owned("the target " + line.target().name(), owners, owners.isEmpty());
  }

  /** Whether they may change or remove this clone. */
  public boolean mayChange(CloneAnswer clone) {
    return Permissions.allows(
        person, Action.CLONE, new Owned("the clone " + clone.name(), Set.of(clone.owner()), false));
  }

  /** Whether they may cancel this run. */
  public boolean mayCancel(RunView run) {
    return Permissions.allows(
        person, Action.CANCEL, new Owned("the run " + run.id(), Set.of(run.actor()), false));
  }
}
