package io.rehydrate.refresh;

import io.rehydrate.mysql.ServerIdentity;
import io.rehydrate.mysql.ServerLife;
import java.util.Optional;

/**
 * The server that an operator admitted as a target.
 *
 * @param server what it says of itself
 * @param mark the token that the admission left there; empty where the account could not write it
 * @param life which of the server's lives it was; empty in what an older version wrote
 */
public record AdmittedServer(
    ServerIdentity server, Optional<String> mark, Optional<ServerLife> life) {

  /** A server that has this mark. */
  static AdmittedServer marked(ServerIdentity server, String mark) {
    return new AdmittedServer(server, Optional.of(mark), Optional.empty());
  }

  /** A server without a mark: as long as it runs on, its life reports it from its double. */
  static AdmittedServer unmarked(ServerIdentity server, ServerLife life) {
    return new AdmittedServer(server, Optional.empty(), Optional.of(life));
  }

  @Override
  public String toString() {
    return server + mark.map(m -> " mark:" + m.substring(0, 8)).orElse("");
  }
}
