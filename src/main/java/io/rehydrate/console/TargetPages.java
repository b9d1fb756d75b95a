package io.rehydrate.console;

import io.rehydrate.http.Caller;
import io.rehydrate.http.TargetOperations;
import io.rehydrate.http.TargetView;
import java.util.List;
import java.util.Map;
import org.apache.camel.Header;
import org.apache.camel.Message;

/** One target: what it holds, and who protects it against the refreshes of others. */
public final class TargetPages {
  private final Console console;
  private final TargetOperations targets;

  TargetPages(Console console, TargetOperations targets) {
    this.console = console;
    this.targets = targets;
  }

  /** The page of one target. */
  public String show(@Header("id") String name, Message message) {
    TargetView view = targets.view(name);
    TargetLine line = TargetLine.of(List.of(view), Visitor.of(message)).get(0);
    return console.page(message, "target", "overview", "Target " + name, Map.of("line", line));
  }

  /** Protects it; the form says until when, and why. */
  public String protect(@Header("id") String name, Message message) {
    targets.protect(
        name,
        Caller.of(message),
        Fields.form(message, "until").orElse(""),
        Fields.form(message, "why").orElse(""));
    return back(name, message);
  }

  /** Removes its protection. */
  public String unprotect(@Header("id") String name, Message message) {
    targets.unprotect(name, Caller.of(message));
    return back(name, message);
  }

  private static String back(String name, Message message) {
    return Console.seeOther(message, "/targets/" + name);
  }
}
