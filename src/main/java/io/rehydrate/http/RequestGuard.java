package io.rehydrate.http;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.users.UserDirectory;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Stands before everything that the server serves, and before anybody is known: refuses requests
 * that come from elsewhere or hold a credential in their address.
 */
final class RequestGuard implements Handler<RoutingContext> {
  static final int LARGEST_BODY = 64 * 1024;

  private static final String API = "/api/";
  static final String REFUSED = "refused";
  private static final Pattern CREDENTIAL =
      Pattern.compile(".*(token|authorization|password|secret|api[-_]?key).*");

  private final UserDirectory users;
  private final Optional<RefusalPages> pages;

  RequestGuard(UserDirectory users, Optional<RefusalPages> pages) {
    this.users = users;
    this.pages = pages;
  }

  @Override
  public void handle(RoutingContext context) {
    pages
        .filter(p -> RefusalPages.prefersHtml(context))
        .ifPresent(p -> context.put(RefusalPages.KEY, p));
    try {
      SecurityHeaders.put(context.response(), !WebFiles.isStatic(context.normalizedPath()));
      OwnAddress.require(context.request(), users.isOpen());
      requireNoCredentialInQuery(context.queryParams());
    } catch (RequestException e) {
      answer(context, e.problem());
      return;
    } catch (IllegalArgumentException | VertxException e) {
      answer(
          context,
          Problem.of(400, "request.invalid", "The address can't be read", "Check its encoding"));
      return;
    }
    context.next();
  }

  private static void requireNoCredentialInQuery(MultiMap parameters) {
    if (parameters.names().stream()
        .anyMatch(n -> CREDENTIAL.matcher(n.toLowerCase(Locale.ROOT)).matches())) {
      throw new RequestException(
          400,
          "request.credential",
          "A credential does not belong in an address: addresses are logged",
          "Take it out, and replace it where it was real");
    }
  }

  static boolean isApi(RoutingContext context) {
    return context.normalizedPath().startsWith(API);
  }

  static RequestException notFound() {
    return new RequestException(
        404, "request.unknown", "There is nothing at this address", "/api/openapi.yaml lists all");
  }

  static RequestException tooLarge() {
    return new RequestException(
        413,
        "request.large",
        "The body is larger than " + LARGEST_BODY + " bytes",
        "A request holds a few short texts");
  }

  /** Notes why a request was refused, for those who count it. */
  static void refused(RoutingContext context, ErrorCode code) {
    context.put(REFUSED, code.text());
  }

  static void answer(RoutingContext context, Problem problem) {
    context.put(REFUSED, problem.code());
    HttpServerResponse response = context.response();
    if (response.ended() || response.headWritten()) {
      return;
    }
    SecurityHeaders.put(response, true);
    if (problem.status() == 413) {
      response.putHeader(HttpHeaders.CONNECTION, "close");
    }
    Optional<String> page = RefusalPages.of(context, problem);
    response
        .setStatusCode(problem.status())
        .putHeader(
            HttpHeaders.CONTENT_TYPE,
            page.isPresent() ? "text/html; charset=utf-8" : Problem.MEDIA_TYPE)
        .end(page.orElseGet(problem::toJson));
  }

  /** What failed elsewhere without an answer: the server's own parsing, or behind the guard. */
  static void answerFailure(RoutingContext context) {
    int status = context.statusCode();
    if (status == 413) {
      answer(context, tooLarge().problem());
    } else if (status >= 400 && status < 500) {
      answer(
          context,
          Problem.of(
              status, "request.invalid", "The request can't be read", "Send it as HTTP has it"));
    } else {
      answer(context, Problem.of(context.failure()));
    }
  }
}
