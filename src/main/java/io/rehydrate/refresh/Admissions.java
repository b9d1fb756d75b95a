package io.rehydrate.refresh;

import io.rehydrate.mysql.ServerIdentity;
import io.rehydrate.run.Actor;
import io.rehydrate.settings.TargetName;
import java.util.Optional;
import java.util.Set;

/** What is remembered of servers: which one an operator admitted, and which ones were sources. */
public interface Admissions {

  /** The server that was admitted as this target. */
  Optional<AdmittedServer> admitted(TargetName target);

  /** Remembers an admission, and who said so; an older one of this target is replaced. */
  void admit(TargetName target, AdmittedServer server, Actor actor);

  /** Every server that was ever seen behind the source's address, or replicating with it. */
  Set<ServerIdentity> knownSources();

  /** Remembers a server of production. */
  void sourceSeen(ServerIdentity server);
}
