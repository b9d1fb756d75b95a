package io.rehydrate.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Stands before everything that the server serves: refuses what the contract does not have, and
 * leaves of a request only what an operation needs.
 */
final class RequestGuard implements Handler<RoutingContext> {
  static final int LARGEST_BODY = 64 * 1024;

  private static final String API = "/api/";
  private static final Pattern INTERNAL = Pattern.compile("/(q|observe)(/.*)?");
  private static final Pattern JSON =
      Pattern.compile(
          "application/json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern CREDENTIAL =
      Pattern.compile(".*(token|authorization|password|secret|api[-_]?key).*");

  /** Any other header could be taken for a parameter, or be echoed. */
  private static final Set<String> KEPT =
      Set.of("host", "content-type", "content-length", "transfer-encoding", "connection", "expect");

  private final ApiContract contract;

  RequestGuard(ApiContract contract) {
    this.contract = contract;
  }

  @Override
  public void handle(RoutingContext context) {
    try {
      SecurityHeaders.put(context.response(), context.normalizedPath().startsWith(API));
      OwnAddress.require(context.request());
      requireNoCredentialInQuery(context.queryParams());
      requireKnown(context);
      keepNeededHeaders(context.request().headers());
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

  private void requireKnown(RoutingContext context) {
    String path = context.normalizedPath();
    if (INTERNAL.matcher(path).matches()) {
      throw notFound();
    }
    if (!path.startsWith(API) || path.equals(WebFiles.CONTRACT)) {
      return;
    }
    HttpServerRequest request = context.request();
    Map<String, ApiContract.Operation> methods = contract.at(path);
    if (methods.isEmpty()) {
      throw notFound();
    }
    ApiContract.Operation operation = methods.get(request.method().name());
    if (operation == null) {
      context.response().putHeader(HttpHeaders.ALLOW, String.join(", ", methods.keySet()));
      throw new RequestException(
          405,
          "request.method",
          path + " does not take " + request.method(),
          "It takes " + String.join(", ", methods.keySet()));
    }
    requireParameters(context.queryParams(), operation.parameters().keySet());
    requireJson(request);
  }

  private static void requireParameters(MultiMap given, Set<String> known) {
    for (String name : given.names()) {
      if (!known.contains(name) || given.getAll(name).size() > 1) {
        throw new RequestException(
            400,
            "request.parameter",
            "The address has a parameter too many",
            known.isEmpty() ? "Take it out" : "It takes once: " + String.join(", ", known));
      }
    }
  }

  private static void requireJson(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean chunked = request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    boolean body = chunked || (length != null && !length.equals("0"));
    List<String> types = request.headers().getAll(HttpHeaders.CONTENT_TYPE);
    boolean json = types.size() == 1 && JSON.matcher(types.get(0)).matches();
    if (!json && (body || !types.isEmpty())) {
      throw new RequestException(
          415, "request.type", "The body is not JSON", "Send it as application/json, in UTF-8");
    }
    if (length != null && (length.length() > 9 || Long.parseLong(length) > LARGEST_BODY)) {
      throw tooLarge();
    }
  }

  private static void keepNeededHeaders(MultiMap headers) {
    for (String name : Set.copyOf(headers.names())) {
      if (!KEPT.contains(name.toLowerCase(Locale.ROOT))) {
        headers.remove(name);
      }
    }
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

  static void answer(RoutingContext context, Problem problem) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.headWritten()) {
      return;
    }
    SecurityHeaders.put(response, true);
    if (problem.status() == 413) {
      response.putHeader(HttpHeaders.CONNECTION, "close");
    }
    response
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .end(problem.toJson());
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
