package io.rehydrate.console;

import io.rehydrate.dump.DumpId;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.http.Caller;
import io.rehydrate.http.DumpOperations;
import io.rehydrate.http.Ids;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.apache.camel.Header;
import org.apache.camel.Message;

/** What the page of a dump does with it. */
public final class DumpForms {
  private static final String WHY = "why";

  private final DumpOperations dumps;
  private final DumpChecks checks;
  private final ZoneId zone;

  DumpForms(DumpOperations dumps, DumpChecks checks, ZoneId zone) {
    this.dumps = dumps;
    this.checks = checks;
    this.zone = zone;
  }

  /** Pins it, to the end of a day if one is given. */
  public String pin(@Header("id") String id, Message message) {
    DumpId dump = Ids.dump(id);
    dumps.pin(
        dump,
        Caller.of(message),
        Fields.form(message, WHY).orElse(""),
        Fields.form(message, "until")
            .map(DumpForms::day)
            .map(day -> day.plusDays(1).atStartOfDay(zone).toInstant()));
    return back(dump, message);
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new InvalidException(
          ErrorCode.REQUEST_INVALID,
          "The last day of a pin can't be read",
          "Give it as 2026-11-22, or leave it empty",
          e);
    }
  }

  /** Leaves it to retention again. */
  public String unpin(@Header("id") String id, Message message) {
    DumpId dump = Ids.dump(id);
    dumps.unpin(dump);
    return back(dump, message);
  }

  /** Has its files compared with the manifest; the page shows the result. */
  public String verify(@Header("id") String id, Message message) {
    checks.begin(dumps.dump(id), Caller.of(message));
    return back(Ids.dump(id), message);
  }

  /** Offers it although it was held; the form says why. */
  public String release(@Header("id") String id, Message message) {
    DumpId dump = Ids.dump(id);
    String why = reason(message);
    dumps.release(dump, Caller.of(message), why);
    return back(dump, message);
  }

  /** Removes it; the form says why. */
  public String discard(@Header("id") String id, Message message) {
    String why = reason(message);
    dumps.discard(Ids.dump(id), Caller.of(message), why);
    return Console.seeOther(message, "/dumps");
  }

  private static String reason(Message message) {
    return Optional.of(Fields.form(message, WHY).orElse(""))
        .filter(why -> !why.isEmpty())
        .orElseThrow(
            () ->
                new InvalidException(
                    ErrorCode.REQUEST_INVALID,
                    "Nothing was done: no reason was given",
                    "Say in a few words why; others will ask"));
  }

  private static String back(DumpId dump, Message message) {
    return Console.seeOther(message, "/dumps/" + dump);
  }
}
