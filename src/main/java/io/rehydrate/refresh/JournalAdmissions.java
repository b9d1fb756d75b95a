package io.rehydrate.refresh;

import io.rehydrate.mysql.ServerIdentity;
import io.rehydrate.mysql.ServerLife;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Journal;
import io.rehydrate.settings.TargetName;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Admissions as facts of the journal. */
public final class JournalAdmissions implements Admissions {
  private static final Actor SYSTEM = new Actor("rehydrate", "source");
  private static final String SOURCE = "source-identity ";
  private static final String TOKEN = "token:";

  private final Journal journal;

  public JournalAdmissions(Journal journal) {
    this.journal = journal;
  }

  private static String server(TargetName target) {
    return "admission " + target;
  }

  /** Its value begins with the server: a half-written admission does not fit together. */
  private static String mark(TargetName target) {
    return "admission-mark " + target;
  }

  @Override
  public Optional<AdmittedServer> admitted(TargetName target) {
    return journal
        .recall(server(target))
        .map(
            server ->
                read(
                    new ServerIdentity(server),
                    journal
                        .recall(mark(target))
                        .filter(mark -> mark.endsWith("\n" + server))
                        .map(mark -> mark.substring(0, mark.indexOf('\n')))
                        .orElse("")));
  }

  private static AdmittedServer read(ServerIdentity server, String mark) {
    if (mark.startsWith(TOKEN)) {
      return AdmittedServer.marked(server, mark.substring(TOKEN.length()));
    }
    return mark.isEmpty()
        ? new AdmittedServer(server, Optional.empty(), Optional.empty())
        : AdmittedServer.unmarked(server, ServerLife.parse(mark));
  }

  @Override
  public void admit(TargetName target, AdmittedServer server, Actor actor) {
    if (admitted(target).filter(old -> !old.server().equals(server.server())).isPresent()) {
      journal.forgetFact(TargetContents.fact(target));
    }
    String how =
        server
            .mark()
            .map(token -> TOKEN + token)
            .or(() -> server.life().map(ServerLife::toString))
            .orElse("");
    journal.remember(mark(target), how + "\n" + server.server(), actor);
    journal.remember(server(target), server.server().value(), actor);
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
