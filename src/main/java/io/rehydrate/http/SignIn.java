package io.rehydrate.http;

import io.rehydrate.audit.Audit;
import io.rehydrate.audit.AuditEvent;
import io.rehydrate.audit.AuditReader;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.settings.User;
import io.rehydrate.users.Passwords;
import io.rehydrate.users.Person;
import io.rehydrate.users.SignIns;
import io.rehydrate.users.UserDirectory;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Signs browsers in and out, by forms that need no script. */
final class SignIn implements Handler<RoutingContext> {
  static final String PATH = "/login";
  static final String OUT = "/logout";

  private static final int LONGEST_NAME = 64;

  /** A path of this server, and nothing that a browser takes for another one. */
  private static final Pattern OWN_PATH =
      Pattern.compile("/([A-Za-z0-9._~!$&'()*+,;=:@%?-][^\\\\\\p{Cntrl}]{0,500})?");

  private final UserDirectory users;
  private final SignIns signIns;
  private final BrowserSessions sessions;
  private final FormTokens forms;
  private final Set<String> proxies;
  private final SignInLimit limit;
  private final Audit audit;
  private final Passwords passwords = new Passwords();

  /** Hashes take a core each: not more than two at a time. */
  private final WorkerExecutor hashing;

  SignIn(Vertx vertx, Access access, BrowserSessions sessions, FormTokens forms) {
    this.users = access.users();
    this.audit = access.audit();
    this.signIns = access.signIns();
    this.proxies = access.settings().proxies();
    this.sessions = sessions;
    this.forms = forms;
    this.limit = new SignInLimit(access.clock());
    this.hashing = vertx.createSharedWorkerExecutor("passwords", 2);
  }

  private record Attempt(String name, String password, String next, String address) {
    /** What the limit counts: a name that nobody can have is one and the same. */
    String counted() {
      return User.isName(name) ? name : "?";
    }
  }

  @Override
  public void handle(RoutingContext context) {
    String path = context.normalizedPath();
    HttpMethod method = context.request().method();
    if (path.equals(OUT) && method.equals(HttpMethod.POST)) {
      sessions.end(context);
      goTo(context, users.isOpen() ? "/" : PATH);
    } else if (path.equals(PATH) && (context.user() != null || users.isOpen())) {
      goTo(context, ownPath(context.queryParams().get("next")));
    } else if (path.equals(PATH) && method.equals(HttpMethod.GET)) {
      show(context, 200, ownPath(context.queryParams().get("next")), "", "");
    } else if (path.equals(PATH) && method.equals(HttpMethod.POST)) {
      attempt(context);
    } else {
      context.next();
    }
  }

  private void attempt(RoutingContext context) {
    Attempt attempt =
        new Attempt(
            field(context, "name"),
            field(context, "password"),
            ownPath(field(context, "next")),
            Peer.origin(context.request(), proxies));
    String expected = forms.of(context, "").orElse("");
    if (!FormTokens.same(expected, field(context, FormTokens.FIELD))) {
      show(context, 403, attempt.next(), "", "The page was too old. Please try again.");
      return;
    }
    Optional<Duration> wait = limit.wait(attempt.counted(), attempt.address());
    if (wait.isPresent()) {
      context.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.get().toSeconds()));
      show(
          context,
          429,
          attempt.next(),
          shown(attempt.name()),
          "Too many wrong passwords. Wait " + Math.max(1, wait.get().toMinutes()) + " min.");
      return;
    }
    // counted before it is known, so that tries at the same time count too
    limit.countWrong(attempt.counted(), attempt.address());
    hashing
        .executeBlocking(() -> check(attempt), false)
        .onComplete(
            checked -> {
              if (checked.failed()) {
                RequestGuard.answer(context, Problem.of(checked.cause()));
              } else if (checked.result().right()) {
                limit.forget(attempt.counted(), attempt.address());
                sessions.begin(context, checked.result().user().orElseThrow());
                goTo(context, attempt.next());
              } else {
                checked.result().user().ifPresent(u -> context.put(RequestAudit.NAME, u.name()));
                show(
                    context,
                    401,
                    attempt.next(),
                    shown(attempt.name()),
                    "The name or the password is wrong.");
              }
            });
  }

  /**
   * @param user of that name, whether the password is theirs or not
   */
  private record Checked(Optional<User> user, boolean right) {}

  private Checked check(Attempt attempt) {
    Optional<User> user =
        User.isName(attempt.name()) ? users.find(attempt.name()) : Optional.empty();
    boolean right = passwords.matches(user, attempt.password());
    if (right) {
      audit.add(
          AuditEvent.of(attempt.name(), "http " + attempt.address(), AuditReader.SIGN_IN)
              .with("signed in"));
      user.ifPresent(
          who -> signIns.note(new Person(who.name(), who.role(), "http " + attempt.address())));
    }
    return new Checked(user, right);
  }

  private void show(RoutingContext context, int status, String next, String name, String message) {
    if (status != 200) {
      RequestGuard.refused(context, code(status));
    }
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(SignInPage.html(forms.issue(context, ""), next, name, message));
  }

  private static ErrorCode code(int status) {
    return switch (status) {
      case 401 -> ErrorCode.LOGIN_WRONG;
      case 429 -> ErrorCode.LOGIN_LIMIT;
      default -> ErrorCode.REQUEST_FORM;
    };
  }

  private static String field(RoutingContext context, String name) {
    return Optional.ofNullable(context.request().getFormAttribute(name)).orElse("");
  }

  private static String shown(String name) {
    return name.substring(0, Math.min(name.length(), LONGEST_NAME));
  }

  private static String ownPath(String next) {
    return Optional.ofNullable(next).filter(n -> OWN_PATH.matcher(n).matches()).orElse("/");
  }

  private static void goTo(RoutingContext context, String path) {
    context.response().setStatusCode(303).putHeader(HttpHeaders.LOCATION, path).end();
  }
}
