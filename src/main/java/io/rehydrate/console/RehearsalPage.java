package io.rehydrate.console;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.http.Ids;
import io.rehydrate.http.RehearsalOperations;
import io.rehydrate.rehearse.Rehearsal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Message;

/** One rehearsal, statement by statement. */
public final class RehearsalPage {
  private final Console console;
  private final RehearsalOperations rehearsals;

  RehearsalPage(Console console, RehearsalOperations rehearsals) {
    this.console = console;
    this.rehearsals = rehearsals;
  }

  /** Of a dump and a ref, which the address names with its kind. */
  public String show(Message message) {
    String dump = Fields.query(message, "dump").orElse("");
    String ref = Fields.query(message, "ref").orElse("");
    Rehearsal rehearsal =
        rehearsals
            .find(Ids.dump(dump), ref)
            .orElseThrow(
                () ->
                    new NotFoundException(
                        ErrorCode.REF_UNKNOWN,
                        "That ref was not rehearsed with the dump " + dump,
                        "The dump's page lists those that were"));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("rehearsal", rehearsal);
    values.put(
        "changed", rehearsal.tables().stream().filter(t -> !t.before().equals(t.after())).toList());
    return console.page(
        message, "rehearsal", "dumps", "Rehearsal of the " + rehearsal.title(), values);
  }
}
