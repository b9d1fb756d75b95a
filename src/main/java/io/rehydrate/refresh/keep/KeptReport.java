package io.rehydrate.refresh.keep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rehydrate.error.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What became of the rows that a refresh kept.
 *
 * @param folder where they are saved, on the machine of the run
 */
public record KeptReport(String folder, List<KeptTable> tables) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  public KeptReport {
    tables = List.copyOf(tables);
  }

  /**
   * One table.
   *
   * @param saved rows that were there before
   * @param putBack rows of these that are there afterwards
   */
  public record KeptTable(String table, long saved, long putBack, List<Misfit> misfits) {
    public KeptTable {
      misfits = List.copyOf(misfits);
    }

    /** {@code shop.users: 12 of 14 rows are back; 2 rows: the key PRIMARY is taken (...)}. */
    public List<String> sentences() {
      List<String> sentences = new ArrayList<>();
      sentences.add(table + ": " + putBack + " of " + Counted.of(saved, "row") + " put back");
      misfits.forEach(misfit -> sentences.add(table + ": " + misfit.sentence()));
      return sentences;
    }
  }

  /**
   * Rows that did not fit, for one reason.
   *
   * @param reason {@code duplicate-key} and the like
   * @param what the column, key or error that it is about
   * @param file where these rows are saved, in the folder; empty: they are not rows that were kept
   */
  public record Misfit(String reason, String what, long rows, String file) {
    public String sentence() {
      return Counted.of(rows, "row")
          + ": "
          + Reason.words(reason)
          + (what.isEmpty() ? "" : " (" + what + ")")
          + (file.isEmpty() ? "" : "; saved in " + file);
    }
  }

  /** Why a row does not fit. */
  enum Reason {
    TABLE_MISSING("table-missing", "the new schema has no such table"),
    COLUMN_LOST("column-lost", "put back without the value of a column that is gone"),
    VALUE_MISSING("value-missing", "a column without a default has no value"),
    VALUE_UNFIT("value-unfit", "a value does not fit its column"),
    DUPLICATE_KEY("duplicate-key", "a unique key is taken"),
    BROKEN_REFERENCE("broken-reference", "a foreign key refers to a row that is not there"),
    CHECK("check", "a CHECK of the table is violated"),
    OTHER("other", "the server refused it"),
    DUMP_REFERS("dump-refers", "rows of the dump refer to rows that were replaced"),
    LATE("changed-late", "rows were changed during the exchange, and are put back as before");

    private final String code;
    private final String text;

    Reason(String code, String text) {
      this.code = code;
      this.text = text;
    }

    String code() {
      return code;
    }

    static String words(String code) {
      for (Reason reason : values()) {
        if (reason.code.equals(code)) {
          return reason.text;
        }
      }
      return code;
    }
  }

  public boolean allFit() {
    return tables.stream().allMatch(table -> table.misfits().isEmpty());
  }

  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Empty where another version wrote it. */
  public static Optional<KeptReport> parse(String json) {
    try {
      return Optional.of(JSON.readValue(json, KeptReport.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
