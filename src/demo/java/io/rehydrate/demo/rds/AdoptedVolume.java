package io.rehydrate.demo.rds;

import io.rehydrate.demo.EmbeddedMariaDb;
import io.rehydrate.demo.ServerCopy;
import io.rehydrate.settings.Secret;

/** The data of a server that somebody else started and will stop. */
record AdoptedVolume(EmbeddedMariaDb server) implements Volume {
  @Override
  public int port() {
    return server.url().port();
  }

  /** On paper there is nothing to copy to. */
  @Override
  public void copyTo(Volume other) {
    if (other instanceof MariaDbVolume copy) {
      ServerCopy.ofRunning(server, copy.data());
    }
  }

  @Override
  public void start() {}

  @Override
  public void stop() {}

  @Override
  public void setPassword(String user, Secret password) {
    MasterUser.set(server.root(), user, password);
  }

  @Override
  public void delete() {}
}
