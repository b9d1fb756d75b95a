package io.rehydrate.console;

import io.rehydrate.audit.AuditReader.Filter;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.http.AuditOperations;
import io.rehydrate.http.AuditView;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.Message;

/** Who asked for what, what was decided, and what came of it. */
public final class AuditPage {
  private static final List<String> FILTERS = List.of("person", "object", "since");

  private final Console console;
  private final AuditOperations audit;
  private final ZoneId zone;

  AuditPage(Console console, AuditOperations audit, ZoneId zone) {
    this.console = console;
    this.audit = audit;
    this.zone = zone;
  }

  /** The newest entries of those that are asked for, or those before a number. */
  public String show(Message message) {
    Map<String, String> chosen = new LinkedHashMap<>();
    FILTERS.forEach(
        name -> Fields.query(message, name).ifPresent(value -> chosen.put(name, value)));
    Optional<Long> before = Fields.query(message, "before").map(AuditPage::number);
    List<AuditView> entries =
        audit.newest(
            new Filter(
                before,
                Optional.ofNullable(chosen.get("person")),
                Optional.ofNullable(chosen.get("object")),
                Optional.ofNullable(chosen.get("since"))
                    .map(day -> day(day).atStartOfDay(zone).toInstant())));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("entries", entries);
    values.put("chosen", chosen);
    values.put("newest", before.isEmpty());
    values.put("address", address(chosen));
    if (entries.size() == AuditOperations.MOST) {
      values.put("older", entries.get(entries.size() - 1).number());
    }
    return console.page(message, "audit", "audit", "Audit", values);
  }

  private static String address(Map<String, String> chosen) {
    return chosen.entrySet().stream()
        .map(
            entry ->
                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static long number(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw new InvalidException(
          ErrorCode.REQUEST_INVALID, "That is not the number of an entry", "Begin at /audit");
    }
    return Long.parseLong(text);
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new InvalidException(
          ErrorCode.REQUEST_INVALID, "The day can't be read", "Give it as 2026-11-22", e);
    }
  }
}
