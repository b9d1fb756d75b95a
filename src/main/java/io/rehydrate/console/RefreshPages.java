package io.rehydrate.console;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.http.Caller;
import io.rehydrate.http.DumpOperations;
import io.rehydrate.http.DumpView;
import io.rehydrate.http.Problem;
import io.rehydrate.http.RefreshOperations;
import io.rehydrate.http.RehearsalOperations;
import io.rehydrate.http.TargetOperations;
import io.rehydrate.refresh.RefPreview;
import io.rehydrate.refresh.RefreshRequest;
import io.rehydrate.store.StoredDump;
import io.rehydrate.users.Action;
import io.rehydrate.users.Permissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.camel.Message;

/** From the choice of a target, a dump and a ref by way of what will happen to the run. */
public final class RefreshPages {
  private static final int MOST_REFS = 300;
  private static final String LATEST = "latest";
  private static final String OTHER = "other-ref";

  private final Console console;
  private final TargetOperations targets;
  private final DumpOperations dumps;
  private final RecentRefs refs;
  private final RefreshOperations operations;
  private final RehearsalOperations rehearsals;
  private final Checks checks;

  /**
   * What is known of a refresh before it is queued.
   *
   * @param dump of a request of which everything exists and is allowed
   * @param preview of its ref's migrations; empty without a ref
   */
  public record Checks(
      Function<RefreshRequest, StoredDump> dump,
      BiFunction<StoredDump, RefreshRequest, Optional<RefPreview>> preview) {}

  RefreshPages(
      Console console,
      TargetOperations targets,
      DumpOperations dumps,
      RecentRefs refs,
      RefreshOperations operations,
      RehearsalOperations rehearsals,
      Checks checks) {
    this.console = console;
    this.targets = targets;
    this.dumps = dumps;
    this.refs = refs;
    this.operations = operations;
    this.rehearsals = rehearsals;
    this.checks = checks;
  }

  /** Where a visitor chooses. */
  public String choose(Message message) {
    Visitor visitor = Visitor.of(message);
    Permissions.require(visitor.person(), Action.REFRESH);
    List<TargetLine> lines = TargetLine.of(targets.views(), visitor);
    List<DumpView> offered = dumps.views().stream().filter(dump -> !dump.held()).toList();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("targets", lines);
    values.put("dumps", offered);
    values.put(
        "chosenTarget",
        Fields.query(message, "target")
            .or(() -> lines.stream().filter(visitor::mayRefresh).findFirst().map(TargetLine::name))
            .orElse(""));
    values.put("chosenDump", Fields.query(message, "dump").orElse(LATEST));
    String ref = Fields.query(message, "ref").orElse("");
    values.put("chosenRef", ref);
    List<RefChoice> choices = List.of();
    try {
      List<RefChoice> all = RefChoice.of(refs.get());
      choices = all.stream().limit(MOST_REFS).toList();
      values.put("moreRefs", all.size() - choices.size());
    } catch (RehydrateException e) {
      values.put("refProblem", Problem.of(e));
    }
    values.put("refs", choices);
    values.put("rehearsals", rehearsals.newest());
    values.put("listed", choices.stream().anyMatch(choice -> choice.value().equals(ref)));
    return console.page(message, "refresh", "refresh", "Refresh a database", values);
  }

  /** What will happen, before it does. */
  public String review(Message message) {
    RefreshRequest request =
        new RefreshRequest(
            Fields.query(message, "target").orElse(""),
            Fields.query(message, "dump").orElse(LATEST),
            Fields.query(message, OTHER).or(() -> Fields.query(message, "ref")));
    return review(message, 200, request, Optional.empty());
  }

  private String review(
      Message message, int status, RefreshRequest request, Optional<Problem> problem) {
    TargetLine line = target(message, request.target());
    StoredDump dump = checks.dump().apply(request);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("line", line);
    values.put("dump", DumpView.of(dump));
    values.put("latest", request.dump().equals(LATEST));
    values.put("ref", request.ref());
    values.put(
        "choice",
        request
            .ref()
            .flatMap(
                ref ->
                    RefChoice.of(refs.get()).stream()
                        .filter(choice -> choice.value().equals(ref))
                        .findFirst()));
    values.put("rehearsals", rehearsals.newest());
    values.put("preview", checks.preview().apply(dump, request));
    values.put("problem", problem);
    return console.page(
        message, status, "review", "refresh", "Refresh " + request.target(), values);
  }

  private TargetLine target(Message message, String name) {
    Visitor visitor = Visitor.of(message);
    TargetLine found = TargetLine.of(List.of(targets.view(name)), visitor).get(0);
    visitor.requireRefresh(found);
    return found;
  }

  /** Queues the refresh of a form, and leads to its run. */
  public String request(Message message) {
    RefreshRequest request =
        new RefreshRequest(
            Fields.form(message, "target").orElse(""),
            Fields.form(message, "dump").orElse(LATEST),
            Fields.form(message, "ref"),
            Fields.form(message, "override").isPresent(),
            Optional.empty());
    TargetLine line = target(message, request.target());
    String typed = Fields.form(message, "confirm").orElse("");
    if (!line.own() && !typed.equals(request.target())) {
      Problem problem =
          Problem.of(
              new InvalidException(
                  ErrorCode.REFRESH_UNCONFIRMED,
                  "Not confirmed; nothing was changed",
                  "Type the target's name, " + request.target()));
      Caller.refused(message, problem.code());
      return review(message, problem.status(), request, Optional.of(problem));
    }
    return Console.toRun(message, operations.queue(Caller.of(message), request).id().value());
  }
}
