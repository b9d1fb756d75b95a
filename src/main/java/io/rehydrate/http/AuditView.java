package io.rehydrate.http;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.rehydrate.audit.AuditEntry;
import java.time.Instant;
import java.util.Optional;

/**
 * An entry of the audit as programs get it.
 *
 * @param way {@code http}, {@code proxy}, {@code inbox}, {@code command}, {@code schedule}
 */
@JsonPropertyOrder({
  "number",
  "at",
  "person",
  "way",
  "address",
  "action",
  "object",
  "asked",
  "resolved",
  "decision",
  "outcome",
  "run",
  "previousHash",
  "hash"
})
public record AuditView(
    long number,
    Instant at,
    Optional<String> person,
    String way,
    Optional<String> address,
    String action,
    Optional<String> object,
    Optional<String> asked,
    Optional<String> resolved,
    String decision,
    String outcome,
    Optional<String> run,
    String previousHash,
    String hash) {

  public static AuditView of(AuditEntry entry) {
    return new AuditView(
        entry.number(),
        entry.at(),
        filled(entry.person()),
        entry.way(),
        filled(entry.address()),
        entry.action(),
        filled(entry.object()),
        filled(entry.asked()),
        filled(entry.resolved()),
        entry.decision(),
        entry.outcome(),
        filled(entry.run()),
        entry.previousHash(),
        entry.hash());
  }

  private static Optional<String> filled(String text) {
    return Optional.of(text).filter(t -> !t.isEmpty());
  }
}
