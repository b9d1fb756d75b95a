package io.rehydrate.mysql;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out of a failed step whether its server has ended or is full: what failed because of that,
 * a migration or a file of the dump, is not to blame.
 */
public final class ServerTrouble {
  /** Failures that may come of it. Others say what became of the data, or are of our own making. */
  private static final Set<ErrorCode> SYMPTOMS =
      EnumSet.of(
          ErrorCode.MIGRATIONS_FAILED,
          ErrorCode.MIGRATIONS_OBJECTS,
          ErrorCode.PROGRAM_FAILED,
          ErrorCode.REFRESH_LOAD,
          ErrorCode.REFRESH_SCHEMAS,
          ErrorCode.TARGET_CHECK);

  /** Shutdown, and what a client program says of a server that is gone. */
  private static final Set<Integer> GONE = Set.of(1053, 2002, 2003, 2006, 2013, 2055);

  /** Class of all SQLSTATEs about connections, and the one of it that a server answers with. */
  private static final String CONNECTION = "08";

  private static final String REFUSED = "08004";
  private static final Set<Integer> NO_ROOM = Set.of(1021, 1114);
  private static final Pattern NO_SPACE =
      Pattern.compile("No space left on device|(?:errno:|Errcode:|[Ee]rror:?) 28\\b|disk is full");

  private static final Pattern OF_PROGRAM = Pattern.compile("\\bERROR (\\d{4,5})\\b");
  private static final int MOST_CAUSES = 20;

  private ServerTrouble() {}

  private enum What {
    NOTHING,
    GONE,
    FULL
  }

  /**
   * The same failure as that of the server.
   *
   * @param server in the middle of a sentence, with its address
   * @param asItWas what the hint begins with, such as what was not changed; may be empty
   * @return {@code server.lost}, {@code server.full}; empty where it was something else
   */
  public static Optional<StageFailedException> of(
      String server, String asItWas, Exception failure) {
    Optional<RehydrateException> known = ours(failure);
    if (known.filter(ours -> !SYMPTOMS.contains(ours.errorCode())).isPresent()) {
      return Optional.empty();
    }
    String said = known.map(RehydrateException::getMessage).orElse(SqlErrors.describeAny(failure));
    return switch (what(failure, known)) {
      case NOTHING -> Optional.empty();
      case GONE ->
          Optional.of(
              new StageFailedException(
                  ErrorCode.SERVER_LOST,
                  "The server of " + server + " ended, or ended the session (" + said + ")",
                  sentence(
                      asItWas, "look at that server's own log, and run it again once it is back"),
                  failure));
      case FULL ->
          Optional.of(
              new StageFailedException(
                  ErrorCode.SERVER_FULL,
                  "The server of " + server + " has no room left (" + said + ")",
                  sentence(
                      asItWas, "free some space where that server's data lies, and run it again"),
                  failure));
    };
  }

  private static String sentence(String begin, String rest) {
    return begin.isEmpty()
        ? rest.substring(0, 1).toUpperCase(Locale.ROOT) + rest.substring(1)
        : begin + rest;
  }

  private static Optional<RehydrateException> ours(Throwable failure) {
    int count = 0;
    for (Throwable at = failure; at != null && count++ < MOST_CAUSES; at = at.getCause()) {
      if (at instanceof RehydrateException ours) {
        return Optional.of(ours);
      }
    }
    return Optional.empty();
  }

  /** What is full may end sessions as well: the first counts. */
  private static What what(Throwable failure, Optional<RehydrateException> known) {
    What found = known.map(ServerTrouble::ofProgram).orElse(What.NOTHING);
    int count = 0;
    for (Throwable at = failure; at != null && count++ < MOST_CAUSES; at = at.getCause()) {
      What here = at instanceof SQLException sql ? of(sql) : What.NOTHING;
      if (here == What.FULL || found == What.NOTHING) {
        found = here;
      }
    }
    return found;
  }

  private static What of(SQLException error) {
    if (NO_ROOM.contains(error.getErrorCode()) || isNoSpace(error.getMessage())) {
      return What.FULL;
    }
    String state = String.valueOf(error.getSQLState());
    return GONE.contains(error.getErrorCode())
            || (state.startsWith(CONNECTION) && !state.equals(REFUSED))
        ? What.GONE
        : What.NOTHING;
  }

  private static What ofProgram(RehydrateException failure) {
    Matcher matched = OF_PROGRAM.matcher(failure.getMessage());
    if (failure.errorCode() != ErrorCode.PROGRAM_FAILED || !matched.find()) {
      return What.NOTHING;
    }
    int code = Integer.parseInt(matched.group(1));
    if (NO_ROOM.contains(code) || isNoSpace(failure.getMessage())) {
      return What.FULL;
    }
    return GONE.contains(code) ? What.GONE : What.NOTHING;
  }

  private static boolean isNoSpace(String message) {
    return message != null && NO_SPACE.matcher(message).find();
  }
}
