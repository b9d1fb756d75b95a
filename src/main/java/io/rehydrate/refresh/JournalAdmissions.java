package io.rehydrate.refresh;

import io.rehydrate.run.Actor;
import io.rehydrate.run.Journal;
import io.rehydrate.server.ServerIdentity;
import io.rehydrate.settings.TargetName;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Admissions as facts of the journal. */
public final class JournalAdmissions implements Admissions {
  private static final Actor SYSTEM = new Actor("rehydrate", "source");
  private static final String SOURCE = "source-identity ";

  private final Journal journal;

  public JournalAdmissions(Journal journal) {
    this.journal = journal;
  }

  private static String fact(TargetName target) {
    return "admission " + target;
  }

  @Override
  public Optional<ServerIdentity> admitted(TargetName target) {
    return journal.recall(fact(target)).map(ServerIdentity::new);
  }

  @Override
  public void admit(TargetName target, ServerIdentity server, Actor actor) {
    journal.remember(fact(target), server.value(), actor);
  }

  @Override
  public Set<ServerIdentity> knownSources() {
    return journal.recallAll(SOURCE).stream().map(ServerIdentity::new).collect(Collectors.toSet());
  }

  @Override
  public void sourceSeen(ServerIdentity server) {
    journal.remember(SOURCE + server.value(), server.value(), SYSTEM);
  }
}
