package io.rehydrate.rehearse;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What came of one ref's pending migrations on one dump.
 *
 * @param ref without {@code refs/heads/} or {@code refs/tags/}
 * @param kind {@code branch} or {@code tag}
 * @param author of the commit
 * @param problem why it failed or could not be run
 * @param run that did it
 * @param seconds that the migrations took
 * @param loadSeconds that loading the dump took; 0 where a schema loaded for another ref served
 * @param migrations files that ran to their end, in order
 * @param statementCount of which the first are in {@code statements}
 * @param tables rows before and after
 * @param lostRows tables that have fewer rows than before, or are gone
 * @param estimatedSeconds at production's size, by the rows of the source
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Rehearsal(
    String dump,
    String ref,
    String kind,
    String commit,
    String author,
    State state,
    Optional<Problem> problem,
    String run,
    Instant at,
    double seconds,
    double loadSeconds,
    List<String> migrations,
    int statementCount,
    List<RehearsedStatement> statements,
    List<TableRows> tables,
    List<String> lostRows,
    Optional<Double> estimatedSeconds) {

  /** How it ended. */
  public enum State {
    @JsonProperty("ok")
    OK("ok"),
    @JsonProperty("failed")
    FAILED("failed"),
    /** Nothing is known of the migrations. */
    @JsonProperty("not-run")
    NOT_RUN("not-run");

    private final String text;

    State(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * @param file of the statement at which it failed, relative to the migrations folder
   */
  public record Problem(
      String code, String message, String hint, Optional<String> file, Optional<Integer> line) {}

  /**
   * @param before empty: the migrations made the table
   * @param after empty: the table is gone, or nobody counted
   */
  public record TableRows(String table, Optional<Long> before, Optional<Long> after) {}

  /** The name and, where a name may be both, the kind. */
  public String title() {
    return kind + " " + ref;
  }

  /** In a sentence, without a full stop. */
  public String text() {
    return title()
        + " (commit "
        + commit.substring(0, Math.min(7, commit.length()))
        + " by "
        + author
        + "): "
        + state
        + (state == State.NOT_RUN
            ? ""
            : ", "
                + statementCount
                + (statementCount == 1 ? " statement" : " statements")
                + " in "
                + seconds
                + " s")
        + problem.map(p -> ". " + p.message() + " [" + p.code() + "]").orElse("");
  }
}
