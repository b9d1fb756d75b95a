package io.rehydrate.http;

import io.rehydrate.audit.Audit;
import io.rehydrate.audit.AuditReader.Filter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Message;

/** What the API tells of the audit. */
public final class AuditOperations {
  /** How many entries are listed. */
  public static final int MOST = 100;

  private final Audit audit;

  public AuditOperations(Audit audit) {
    this.audit = audit;
  }

  /** The newest entries that the parameters ask for, newest first. */
  public String list(Message message) {
    Filter filter =
        new Filter(
            parameter(message, "before").map(AuditOperations::number),
            parameter(message, "person"),
            parameter(message, "object"),
            parameter(message, "since").map(AuditOperations::time));
    for (String name : List.of("before", "person", "object", "since")) {
      message.removeHeader(name);
    }
    return Reply.ok(message, newest(filter));
  }

  /** The newest entries of these, newest first. */
  public List<AuditView> newest(Filter filter) {
    return audit.reader().newest(filter, MOST).stream().map(AuditView::of).toList();
  }

  private static Optional<String> parameter(Message message, String name) {
    return Optional.ofNullable(message.getHeader(name, String.class))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  private static long number(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw Json.invalid("before is the number of an entry", null);
    }
    return Long.parseLong(text);
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw Json.invalid("since is a time like 2026-11-22T02:00:00Z", e);
    }
  }
}
