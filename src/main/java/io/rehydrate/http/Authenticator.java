package io.rehydrate.http;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.settings.User;
import io.rehydrate.users.Person;
import io.rehydrate.users.SignIns;
import io.rehydrate.users.UserDirectory;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out who is behind a request, and lets nobody further whom it does not know: by a token, by
 * what a reverse proxy says, or by a browser's session. As long as there are no users, everybody is
 * an operator.
 */
final class Authenticator implements Handler<RoutingContext> {
  /** Needs nobody to be signed in. */
  private static final Set<String> PUBLIC = Set.of(SignIn.PATH, "/style.css", "/icon.svg");

  private final UserDirectory users;
  private final SignIns signIns;
  private final BrowserSessions sessions;
  private final FormTokens forms;
  private final Bearer bearer;
  private final ProxySignIn proxy;
  private final Set<String> proxies;

  Authenticator(Access access, BrowserSessions sessions, FormTokens forms) {
    this.users = access.users();
    this.signIns = access.signIns();
    this.bearer = new Bearer(access.users(), access.tokens());
    this.proxy = new ProxySignIn(access.settings(), access.clock());
    this.proxies = access.settings().proxies();
    this.sessions = sessions;
    this.forms = forms;
  }

  /** What a request brings to say who it is from. */
  private record Evidence(
      List<String> authorization,
      List<String> proxied,
      Optional<BrowserSessions.Claim> claim,
      String origin) {}

  @Override
  public void handle(RoutingContext context) {
    boolean signsIn =
        context.normalizedPath().equals(SignIn.PATH)
            && context.request().method().equals(HttpMethod.POST);
    List<String> proxied = proxy.claims(context.request());
    Evidence evidence =
        new Evidence(
            context.request().headers().getAll(HttpHeaders.AUTHORIZATION),
            proxied,
            signsIn || !proxied.isEmpty() ? Optional.empty() : sessions.claim(context),
            "http " + Peer.origin(context.request(), proxies));
    context.request().pause();
    context
        .vertx()
        .executeBlocking(() -> decide(evidence), false)
        .onComplete(
            decided -> {
              context.request().resume();
              if (decided.succeeded()) {
                proceed(context, evidence, decided.result());
              } else {
                refuse(context, decided.cause());
              }
            });
  }

  private Optional<Person> decide(Evidence evidence) {
    if (users.isOpen()) {
      return Optional.of(Person.operator(Person.NOBODY_KNOWN, evidence.origin()));
    }
    if (!evidence.authorization().isEmpty()) {
      return Optional.of(bearer.person(evidence.authorization(), evidence.origin()));
    }
    if (!evidence.proxied().isEmpty()) {
      return Optional.of(byProxy(evidence));
    }
    return evidence
        .claim()
        .flatMap(claim -> users.find(claim.name()).filter(claim::isOf))
        .map(user -> person(user, evidence.origin()));
  }

  private Person byProxy(Evidence evidence) {
    Person person =
        users
            .person(
                ProxySignIn.name(evidence.proxied()),
                evidence.origin().replaceFirst("^http ", "proxy "))
            .orElseThrow(
                () ->
                    new RequestException(
                        403,
                        ErrorCode.LOGIN_UNKNOWN.text(),
                        "The reverse proxy names somebody who is not a user",
                        "Ask an operator to add you with 'users add'"));
    signIns.noteProxied(person);
    return person;
  }

  private static Person person(User user, String origin) {
    return new Person(user.name(), user.role(), origin);
  }

  private void proceed(RoutingContext context, Evidence evidence, Optional<Person> person) {
    context.put(FormGuard.BY_TOKEN, !evidence.authorization().isEmpty());
    if (person.isPresent()) {
      Caller.note(context, person.get(), formToken(context, evidence));
      context.next();
    } else if (PUBLIC.contains(context.normalizedPath())) {
      context.next();
    } else {
      sessions.end(context);
      askToSignIn(context);
    }
  }

  /** Programs have none, and are not asked for one. */
  private String formToken(RoutingContext context, Evidence evidence) {
    String session = evidence.claim().map(BrowserSessions.Claim::id).orElse("");
    if (!evidence.authorization().isEmpty()) {
      return "";
    }
    boolean shown =
        context.request().method().equals(HttpMethod.GET)
            && (!RequestGuard.isApi(context) || context.normalizedPath().endsWith("/me"));
    return shown ? forms.issue(context, session) : forms.of(context, session).orElse("");
  }

  private static void askToSignIn(RoutingContext context) {
    if (RequestGuard.isApi(context)) {
      throwTo(
          context,
          new RequestException(
              401,
              ErrorCode.LOGIN_REQUIRED.text(),
              "Nobody is signed in",
              "Sign in at " + SignIn.PATH + ", or send a token as Authorization: Bearer"));
      return;
    }
    boolean reads = context.request().method().equals(HttpMethod.GET);
    if (!reads) {
      RequestGuard.refused(context, ErrorCode.LOGIN_REQUIRED);
    }
    String next = reads ? context.request().uri() : "/";
    context
        .response()
        .setStatusCode(303)
        .putHeader(
            HttpHeaders.LOCATION,
            next.equals("/")
                ? SignIn.PATH
                : SignIn.PATH + "?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8))
        .end();
  }

  static void refuse(RoutingContext context, Throwable failure) {
    if (failure instanceof RequestException known) {
      throwTo(context, known);
    } else {
      RequestGuard.answer(context, Problem.of(failure));
    }
  }

  private static void throwTo(RoutingContext context, RequestException refused) {
    if (refused.problem().status() == 401) {
      context.response().putHeader("WWW-Authenticate", "Bearer realm=\"rehydrate\"");
    }
    RequestGuard.answer(context, refused.problem());
  }
}
