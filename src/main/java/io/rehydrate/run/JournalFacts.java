package io.rehydrate.run;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The journal's facts: what outlives every run. */
final class JournalFacts {
  private final JdbcClient client;
  private final Clock clock;

  JournalFacts(JdbcClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  void remember(String name, String value, Actor actor) {
    write("REPLACE", name, value, actor);
  }

  String rememberFirst(String name, String value, Actor actor) {
    Optional<String> known = recall(name);
    if (known.isPresent()) {
      return known.get();
    }
    try {
      write("INSERT", name, value, actor);
      return value;
    } catch (DataAccessException e) {
      return recall(name).orElseThrow(() -> e);
    }
  }

  /** One statement, so that nobody ever finds the fact missing. */
  private void write(String how, String name, String value, Actor actor) {
    client
        .sql(how + " INTO fact (name, value, actor, origin, told_at) VALUES (?, ?, ?, ?, ?)")
        .params(name, value, actor.name(), actor.origin(), clock.instant().toEpochMilli())
        .update();
  }

  Optional<String> recall(String name) {
    return client
        .sql("SELECT value FROM fact WHERE name = ?")
        .param(name)
        .query(String.class)
        .optional();
  }

  List<String> recallAll(String prefix) {
    return client
        .sql("SELECT value FROM fact WHERE SUBSTR(name, 1, ?) = ? ORDER BY name")
        .params(prefix.length(), prefix)
        .query(String.class)
        .list();
  }

  void forget(String name) {
    client.sql("DELETE FROM fact WHERE name = ?").param(name).update();
  }
}
