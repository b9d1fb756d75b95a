package io.rehydrate.run;

import java.time.Clock;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;

/** The journal's resources: what runs made outside and must remove again. */
final class JournalResources implements ResourceBook {
  private final JdbcClient client;
  private final Clock clock;

  JournalResources(JdbcClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public long add(RunId run, String kind, String name, String detail) {
    KeyHolder key = new GeneratedKeyHolder();
    client
        .sql("INSERT INTO resource (run, kind, name, detail, created_at) VALUES (?, ?, ?, ?, ?)")
        .params(run.value(), kind, name, detail, clock.instant().toEpochMilli())
        .update(key);
    return key.getKey().longValue();
  }

  @Override
  public void detail(long id, String detail) {
    client.sql("UPDATE resource SET detail = ? WHERE id = ?").params(detail, id).update();
  }

  @Override
  public void gone(long id) {
    client.sql("DELETE FROM resource WHERE id = ?").param(id).update();
  }

  List<Resource> of(RunId run) {
    return client
        .sql(
            "SELECT id, run, kind, name, detail, created_at FROM resource WHERE run = ? ORDER BY id DESC")
        .param(run.value())
        .query(JournalRows::resource)
        .list();
  }

  List<RunId> runs() {
    return client
        .sql("SELECT DISTINCT run FROM resource ORDER BY run")
        .query((row, n) -> new RunId(row.getString(1)))
        .list();
  }
}
