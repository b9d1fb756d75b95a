package io.rehydrate.http;

import io.rehydrate.settings.User;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.Session;
import io.vertx.ext.web.handler.SessionHandler;
import io.vertx.ext.web.sstore.LocalSessionStore;
import io.vertx.ext.web.sstore.SessionStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The sessions of browsers, in memory, by Vert.x's own handler. One ends when it is idle, after
 * {@code users.session} at the latest, and with the user or the password that it began with.
 */
final class BrowserSessions implements Handler<RoutingContext> {
  private static final String COOKIE = "rehydrate-session";
  private static final int ID_BYTES = 32;
  private static final Duration IDLE = Duration.ofHours(1);
  private static final String NAME = "name";
  private static final String HASH = "hash";
  private static final String SINCE = "since";

  /**
   * Who signed in.
   *
   * @param hash that the password had then
   */
  record Claim(String id, String name, String hash) {
    /** Whether the user is still the one who signed in. */
    boolean isOf(User user) {
      return user.name().equals(name) && user.passwordHash().filter(hash::equals).isPresent();
    }
  }

  private final SessionHandler plain;
  private final SessionHandler secure;
  private final Duration longest;
  private final Clock clock;

  BrowserSessions(Vertx vertx, Duration longest, Clock clock) {
    SessionStore store = LocalSessionStore.create(vertx);
    Duration idle = longest.compareTo(IDLE) < 0 ? longest : IDLE;
    this.plain = handler(store, idle, false);
    this.secure = handler(store, idle, true);
    this.longest = longest;
    this.clock = clock;
  }

  private static SessionHandler handler(SessionStore store, Duration idle, boolean secure) {
    return SessionHandler.create(store)
        .setSessionCookieName(COOKIE)
        .setSessionCookiePath("/")
        .setMinLength(ID_BYTES)
        .setSessionTimeout(idle.toMillis())
        .setCookieHttpOnlyFlag(true)
        .setCookieSameSite(CookieSameSite.STRICT)
        .setCookieSecureFlag(secure)
        .setLazySession(true)
        .setNagHttps(false);
  }

  /** A request with a header of its own needs no session, and does not get into one. */
  @Override
  public void handle(RoutingContext context) {
    if (context.request().headers().contains(HttpHeaders.AUTHORIZATION)) {
      context.next();
    } else {
      (Peer.isSecure(context.request()) ? secure : plain).handle(context);
    }
  }

  /** Whose session this request belongs to; empty where nobody is signed in: it has none then. */
  Optional<Claim> claim(RoutingContext context) {
    if (context.request().getCookie(COOKIE) == null || context.session() == null) {
      return Optional.empty();
    }
    Session session = context.session();
    Long since = session.get(SINCE);
    if (since == null || !clock.instant().isBefore(Instant.ofEpochMilli(since).plus(longest))) {
      // one that nobody knows is not kept either
      session.destroy();
      return Optional.empty();
    }
    return Optional.of(new Claim(session.id(), session.get(NAME), session.get(HASH)));
  }

  /** Signs somebody in, under a new id: one that was known before is worth nothing. */
  void begin(RoutingContext context, User user) {
    Session session = context.session();
    session.regenerateId();
    session.put(NAME, user.name());
    session.put(HASH, user.passwordHash().orElse(""));
    session.put(SINCE, clock.millis());
  }

  /** Signs somebody out. */
  void end(RoutingContext context) {
    if (context.session() != null) {
      context.session().destroy();
    }
  }
}
