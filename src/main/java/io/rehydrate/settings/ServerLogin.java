package io.rehydrate.settings;

/** A server and the account that logs in to it. */
public record ServerLogin(ServerUrl url, String username, Secret password) {

  public ServerLogin withUrl(ServerUrl other) {
    return new ServerLogin(other, username, password);
  }

  @Override
  public String toString() {
    return username + " at " + url.address();
  }
}
