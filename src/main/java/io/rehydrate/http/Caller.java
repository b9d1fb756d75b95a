package io.rehydrate.http;

import io.rehydrate.settings.Role;
import io.rehydrate.users.Person;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConstants;

/**
 * Who is behind a request: the {@link Authenticator} notes it as the request's user, and Camel
 * passes that on to the routes.
 */
public final class Caller {
  private static final String NAME = "username";
  private static final String ROLE = "role";
  private static final String ORIGIN = "origin";
  private static final String REFUSED = "refused";
  private static final String KEY = "key";
  private static final String FORM_TOKEN = "formToken";

  private Caller() {}

  @SuppressWarnings("deprecation") // Vert.x 5 names its successor; Camel takes the user from here
  static void note(RoutingContext context, Person person, String formToken) {
    context.setUser(
        User.create(
            new JsonObject()
                .put(NAME, person.name())
                .put(ROLE, person.role().name())
                .put(ORIGIN, person.origin())
                .put(FORM_TOKEN, formToken)));
  }

  /** The person of a request that a route handles. */
  public static Person of(Message request) {
    return person(user(request));
  }

  /** The person of a request that a handler of Vert.x handles. */
  public static Person of(RoutingContext request) {
    return person(request.user());
  }

  /**
   * What each form of an answer to this request carries in its hidden field {@code
   * FormTokens.FIELD}, and each write of a script in the header {@code FormTokens.HEADER}.
   */
  public static String formToken(Message request) {
    return text(user(request), FORM_TOKEN);
  }

  public static String formToken(RoutingContext request) {
    return text(request.user(), FORM_TOKEN);
  }

  /** Notes why a route did not do what was asked, for the audit. */
  public static void refused(Message request, String code) {
    Optional.ofNullable(user(request)).ifPresent(user -> user.attributes().put(REFUSED, code));
  }

  /** Notes what the request is called; routes get no header of it. */
  static void key(RoutingContext context, String key) {
    context.user().attributes().put(KEY, key);
  }

  /** What the request is called, so that it is known again; empty: it has no such header. */
  static Optional<String> key(Message request) {
    return Optional.ofNullable(user(request)).map(user -> user.attributes().getString(KEY));
  }

  static Optional<String> refusal(RoutingContext request) {
    return Optional.ofNullable(request.user()).map(user -> user.attributes().getString(REFUSED));
  }

  private static User user(Message request) {
    return request.getHeader(VertxPlatformHttpConstants.AUTHENTICATED_USER, User.class);
  }

  private static Person person(User user) {
    return new Person(text(user, NAME), Role.valueOf(text(user, ROLE)), text(user, ORIGIN));
  }

  /** Without a user nothing is allowed: a route may have removed the header. */
  private static String text(User user, String key) {
    return Optional.ofNullable(user)
        .map(u -> u.principal().getString(key))
        .orElseThrow(() -> new IllegalStateException("a request came by the guards"));
  }
}
