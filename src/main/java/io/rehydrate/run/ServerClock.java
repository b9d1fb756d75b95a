package io.rehydrate.run;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The time of the state database's server, asked for each time. */
final class ServerClock extends Clock {
  private final JdbcClient client;

  ServerClock(JdbcClient client) {
    this.client = client;
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
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the time of a server has no zone");
  }
}
