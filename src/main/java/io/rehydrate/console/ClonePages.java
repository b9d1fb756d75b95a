package io.rehydrate.console;

import io.rehydrate.error.RehydrateException;
import io.rehydrate.http.Caller;
import io.rehydrate.http.CloneAnswer;
import io.rehydrate.http.CloneOperations;
import io.rehydrate.http.DumpOperations;
import io.rehydrate.http.Problem;
import io.rehydrate.run.Run;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Header;
import org.apache.camel.Message;

/** Database servers of developers' own: the list, and the forms that make and change them. */
public final class ClonePages {
  private static final int MOST_REFS = 300;

  private final Console console;
  private final CloneOperations clones;
  private final DumpOperations dumps;
  private final RecentRefs refs;

  ClonePages(Console console, CloneOperations clones, DumpOperations dumps, RecentRefs refs) {
    this.console = console;
    this.clones = clones;
    this.dumps = dumps;
    this.refs = refs;
  }

  /** All of them: one's own first. */
  public String list(Message message) {
    return list(message, 200, Map.of(), Optional.empty());
  }

  private String list(
      Message message, int status, Map<String, String> typed, Optional<Problem> problem) {
    Visitor visitor = Visitor.of(message);
    List<CloneAnswer> all = clones.views(visitor.person());
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("on", clones.isOn());
    values.put("own", all.stream().filter(clone -> isOwn(clone, visitor)).toList());
    values.put("others", all.stream().filter(clone -> !isOwn(clone, visitor)).toList());
    values.put("dumps", dumps.views().stream().filter(dump -> !dump.held()).toList());
    values.put("refs", refs());
    values.put("typed", typed);
    values.put("problem", problem);
    return console.page(message, status, "clones", "clones", "Clones", values);
  }

  private static boolean isOwn(CloneAnswer clone, Visitor visitor) {
    return clone.owner().equals(visitor.name());
  }

  /** To choose from; any other can be typed, also where the repository does not answer. */
  private List<String> refs() {
    try {
      return RefChoice.of(refs.get()).stream().map(RefChoice::value).limit(MOST_REFS).toList();
    } catch (RehydrateException e) {
      return List.of();
    }
  }

  /** Queues the creation of a form, and leads to its run. */
  public String create(Message message) {
    Map<String, String> typed = new LinkedHashMap<>();
    for (String field : List.of("name", "dump", "ref", "expires")) {
      Fields.form(message, field).ifPresent(value -> typed.put(field, value));
    }
    try {
      Run run =
          clones.create(
              Caller.of(message),
              typed.getOrDefault("name", ""),
              Optional.ofNullable(typed.get("dump")),
              Optional.ofNullable(typed.get("ref")),
              Optional.ofNullable(typed.get("expires")));
      return Console.toRun(message, run.id().value());
    } catch (RehydrateException e) {
      Problem problem = Problem.of(e);
      Caller.refused(message, problem.code());
      return list(message, problem.status(), typed, Optional.of(problem));
    }
  }

  /** Queues what a form's button asks for, and leads to its run. */
  public String change(@Header("id") String name, Message message) {
    return Console.toRun(
        message,
        clones
            .change(
                Caller.of(message),
                name,
                Fields.form(message, "do").orElse(""),
                Fields.form(message, "expires"))
            .id()
            .value());
  }
}
