package io.rehydrate.users;

import io.rehydrate.run.Actor;
import io.rehydrate.run.Journal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** When each user has signed in last, by a password or through a reverse proxy. */
public final class SignIns {
  private static final Logger LOG = LoggerFactory.getLogger(SignIns.class);
  private static final String FACT = "sign-in:";

  /** A reverse proxy names its user with every request. */
  private static final Duration NOTED_EVERY = Duration.ofMinutes(10);

  private final Journal journal;
  private final Clock clock;
  private final Map<String, Instant> noted = new ConcurrentHashMap<>();

  public SignIns(Journal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  /** Notes a request that a reverse proxy has signed somebody in for. */
  public void noteProxied(Person person) {
    Instant now = clock.instant();
    Instant before = noted.get(person.name());
    if (before == null || now.isAfter(before.plus(NOTED_EVERY))) {
      noted.put(person.name(), now);
      note(person);
    }
  }

  /** Notes that somebody has signed in; nobody is refused because that can't be noted. */
  public void note(Person person) {
    try {
      Actor actor = person.actor();
      journal.remember(FACT + actor.name(), clock.instant() + " " + actor.name(), actor);
    } catch (DataAccessException e) {
      LOG.warn("A sign-in can't be noted: {}", e.getClass().getSimpleName());
    }
  }

  /** The last one by user; who has never signed in is missing. */
  public Map<String, Instant> last() {
    return journal.recallAll(FACT).stream()
        .map(fact -> fact.split(" ", 2))
        .collect(Collectors.toMap(parts -> parts[1], parts -> Instant.parse(parts[0])));
  }

  /** Forgets it with the user: another one may get the name. */
  public void forget(String user) {
    journal.forgetFact(FACT + user);
  }
}
