package io.rehydrate.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many refusals get entries of their own: a stranger, or a program in a loop, would fill the
 * state. The others are counted.
 */
final class RefusalLimit {
  static final int OF_STRANGER = 10;
  static final int OF_STRANGERS = 30;
  static final int OF_PERSON = 60;

  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int REMEMBERED = 1_000;
  private static final String ELSEWHERE = "several addresses";

  private static final class Count {
    private final AuditEvent first;
    private final Instant since;
    private int entered;
    private int left;

    Count(AuditEvent first, Instant since) {
      this.first = first;
      this.since = since;
    }
  }

  private final Clock clock;
  private final Map<String, Count> counts = new LinkedHashMap<>();
  private Instant since = Instant.MIN;
  private int strangers;

  RefusalLimit(Clock clock) {
    this.clock = clock;
  }

  /** Whether this one gets an entry. */
  synchronized boolean admits(AuditEvent event, boolean known) {
    Instant now = clock.instant();
    if (!now.isBefore(end(since))) {
      since = now;
      strangers = 0;
    }
    Count count = count(event, known, now);
    boolean admitted =
        known ? count.entered < OF_PERSON : count.entered < OF_STRANGER && strangers < OF_STRANGERS;
    if (admitted) {
      count.entered++;
      strangers += known ? 0 : 1;
    } else {
      count.left++;
    }
    return admitted;
  }

  /** A person has one count, wherever they are; a stranger has one for each address. */
  private Count count(AuditEvent event, boolean person, Instant now) {
    String key =
        person
            ? event.person()
            : " " + String.join(" ", event.person(), event.way(), event.address());
    Count known = counts.get(key);
    if (known == null && !person && counts.size() >= REMEMBERED) {
      return counts.computeIfAbsent(
          ELSEWHERE, k -> new Count(AuditEvent.of("", event.way() + " " + ELSEWHERE, ""), now));
    }
    if (known == null || (!now.isBefore(end(known.since)) && known.left == 0)) {
      known = new Count(event, now);
      counts.put(key, known);
    }
    return known;
  }

  private static Instant end(Instant since) {
    return since.equals(Instant.MIN) ? since : since.plus(WINDOW);
  }

  /** What is to be said of the minutes that are over; it is forgotten here. */
  synchronized List<AuditEvent> due() {
    Instant now = clock.instant();
    List<AuditEvent> due = new ArrayList<>();
    int ofOthers = 0;
    for (Iterator<Count> all = counts.values().iterator(); all.hasNext(); ) {
      Count count = all.next();
      if (!now.isBefore(end(count.since))) {
        all.remove();
        if (count.left > 0 && count.entered > 0) {
          due.add(summary(count.first, count.left));
        } else {
          ofOthers += count.left;
        }
      }
    }
    if (ofOthers > 0) {
      due.add(summary(AuditEvent.of("", "http " + ELSEWHERE, ""), ofOthers));
    }
    return due;
  }

  private static AuditEvent summary(AuditEvent of, int left) {
    return new AuditEvent(
        of.person(),
        of.way(),
        of.address(),
        "request",
        "",
        "",
        "",
        AuditEvent.Decision.REFUSED,
        "refused: " + left + " more within a minute",
        "");
  }
}
