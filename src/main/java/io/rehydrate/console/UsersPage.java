package io.rehydrate.console;

import io.rehydrate.settings.User;
import io.rehydrate.users.AccessToken;
import io.rehydrate.users.AccessTokens;
import io.rehydrate.users.SignIns;
import io.rehydrate.users.UserDirectory;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Message;

/** The users, their tokens, and when they were last here; changed by commands only. */
public final class UsersPage {
  private final Console console;
  private final UserDirectory users;
  private final AccessTokens tokens;
  private final SignIns signIns;
  private final Clock clock;

  UsersPage(
      Console console, UserDirectory users, AccessTokens tokens, SignIns signIns, Clock clock) {
    this.console = console;
    this.users = users;
    this.tokens = tokens;
    this.signIns = signIns;
    this.clock = clock;
  }

  /**
   * A user, without what they sign in with.
   *
   * @param password whether there is one
   */
  public record Line(
      String name,
      String role,
      boolean password,
      Optional<Instant> signedIn,
      List<TokenLine> tokens) {}

  /** A token by its id. */
  public record TokenLine(AccessToken token, boolean expired) {}

  /** The page. */
  public String show(Message message) {
    Map<String, Instant> last = signIns.last();
    List<AccessToken> all = tokens.list();
    Instant now = clock.instant();
    List<Line> lines = users.all().stream().map(user -> line(user, all, last, now)).toList();
    return console.page(message, "users", "users", "Users", Map.of("users", lines));
  }

  private static Line line(
      User user, List<AccessToken> tokens, Map<String, Instant> last, Instant now) {
    return new Line(
        user.name(),
        user.role().text(),
        user.passwordHash().isPresent(),
        Optional.ofNullable(last.get(user.name())),
        tokens.stream()
            .filter(token -> token.user().equals(user.name()))
            .map(token -> new TokenLine(token, !now.isBefore(token.expiresAt())))
            .toList());
  }
}
