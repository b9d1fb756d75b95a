package io.rehydrate.run;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The time of the state database's server, asked for each time. */
final class ServerClock extends Clock {
  private final JdbcClient client;
  private final ZoneId zone;

  ServerClock(JdbcClient client) {
    this(client, ZoneOffset.UTC);
  }

  private ServerClock(JdbcClient client, ZoneId zone) {
    this.client = client;
    this.zone = zone;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(
        client
            .sql("SELECT CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)")
            .query(Long.class)
            .single());
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new ServerClock(client, other);
  }
}
