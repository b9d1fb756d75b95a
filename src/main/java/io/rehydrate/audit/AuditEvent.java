package io.rehydrate.audit;

import io.rehydrate.error.RehydrateException;
import java.util.Locale;

/**
 * What an entry is to say.
 *
 * @param person a user's name, an account of the system, {@code schedule}; empty: nobody known
 * @param way {@code http}, {@code proxy}, {@code inbox}, {@code command}, {@code schedule}
 * @param address where from: an address and perhaps a token's id, a file's name
 * @param object what it is done to: a target, a dump, a run, a user
 * @param asked as it was asked for
 * @param resolved the dump and the commit that were meant
 * @param outcome {@code queued}, {@code succeeded}, {@code failed: <code>}
 * @param run its id; empty where there is none
 */
public record AuditEvent(
    String person,
    String way,
    String address,
    String action,
    String object,
    String asked,
    String resolved,
    Decision decision,
    String outcome,
    String run) {

  /** Whether it was let through. */
  public enum Decision {
    ALLOWED,
    REFUSED;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How an allowed action begins, before anybody knows what comes of it. */
  public static final String ASKED = "asked";

  public static final String DONE = "done";

  /**
   * An allowed action, as yet without an outcome.
   *
   * @param origin as runs have it: {@code cli}, {@code http 127.0.0.1}, {@code inbox file.json}
   */
  public static AuditEvent of(String person, String origin, String action) {
    String[] words = origin.split(" ", 2);
    return new AuditEvent(
        person,
        way(words[0]),
        words.length > 1 ? words[1] : "",
        action,
        "",
        "",
        "",
        Decision.ALLOWED,
        ASKED,
        "");
  }

  private static String way(String word) {
    return switch (word) {
      case "cli" -> "command";
      case "quartz" -> "schedule";
      default -> word;
    };
  }

  public AuditEvent on(String what) {
    return new AuditEvent(
        person, way, address, action, what, asked, resolved, decision, outcome, run);
  }

  public AuditEvent asking(String what) {
    return new AuditEvent(
        person, way, address, action, object, what, resolved, decision, outcome, run);
  }

  public AuditEvent resolvedTo(String what) {
    return new AuditEvent(
        person, way, address, action, object, asked, what, decision, outcome, run);
  }

  public AuditEvent ofRun(String id) {
    return new AuditEvent(
        person, way, address, action, object, asked, resolved, decision, outcome, id);
  }

  public AuditEvent with(String result) {
    return new AuditEvent(
        person, way, address, action, object, asked, resolved, decision, result, run);
  }

  /**
   * @param code why
   */
  public AuditEvent refused(String code) {
    return new AuditEvent(
        person,
        way,
        address,
        action,
        object,
        asked,
        resolved,
        Decision.REFUSED,
        "refused: " + code,
        run);
  }

  public AuditEvent failed(String code) {
    return with("failed: " + code);
  }

  /** That it was refused, or failed: as HTTP has it. */
  public AuditEvent endedBy(RehydrateException failure) {
    return failure.httpStatus() < 500 ? refused(failure.code()) : failed(failure.code());
  }
}
