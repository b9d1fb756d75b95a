package io.rehydrate.demo.rds;

import io.rehydrate.settings.Secret;
import java.util.concurrent.atomic.AtomicInteger;

/** No data and no servers: for those who look at the API alone. */
public final class PaperStorage implements Storage {
  private static final int FIRST_PORT = 20_000;

  private final AtomicInteger ports = new AtomicInteger(FIRST_PORT);

  @Override
  public Volume empty() {
    return new Paper(ports.getAndIncrement());
  }

  @Override
  public void close() {}

  private record Paper(int port) implements Volume {
    @Override
    public void copyTo(Volume other) {}

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public void setPassword(String user, Secret password) {}

    @Override
    public void delete() {}
  }
}
