package io.rehydrate.mysql;

import java.time.Duration;
import java.util.Map;

/**
 * What a session may cost us, whoever is at the other end.
 *
 * @param answer bytes of one answer; 0: no limit
 * @param silence how long nothing may come while an answer is waited for; zero: no limit
 * @param life of the whole session; zero: no limit
 */
public record Bounds(long answer, Duration silence, Duration life) {
  static final String SOCKET_FACTORY = "socketFactory";

  /** A login that is not answered for so long is not answered at all. */
  private static final Duration LOGIN = Duration.ofSeconds(10);

  private static final long MEBIBYTE = 1024 * 1024;

  /** For streams of rows, from servers of ours or the source. */
  public static final Bounds NONE = new Bounds(0, Duration.ZERO, Duration.ZERO);

  /** For reading definitions and doing work that may take hours: an answer still has an end. */
  public static final Bounds WORK = new Bounds(64 * MEBIBYTE, Duration.ZERO, Duration.ZERO);

  /** For a few short questions to a server of which nothing is known yet. */
  public static final Bounds QUESTIONS =
      new Bounds(4 * MEBIBYTE, Duration.ofSeconds(20), Duration.ofMinutes(2));

  /** The same, where no answer may be waited for longer than this. */
  public Bounds silentFor(Duration most) {
    return new Bounds(answer, most, life);
  }

  /** The same, for a session that is over after this. */
  public Bounds livingFor(Duration most) {
    return new Bounds(answer, silence, most);
  }

  Map<String, String> properties() {
    return Map.of(
        SOCKET_FACTORY,
        BoundedSocketFactory.class.getName(),
        BoundedSocketFactory.LARGEST_ANSWER,
        Long.toString(answer),
        BoundedSocketFactory.LIFE,
        Long.toString(life.toMillis()),
        "socketTimeout",
        Long.toString(LOGIN.toMillis()));
  }
}
