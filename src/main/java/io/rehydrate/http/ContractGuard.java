package io.rehydrate.http;

import io.rehydrate.error.NotAllowedException;
import io.rehydrate.users.Permissions;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Refuses what the contract does not have, and what the person's role does not allow, and leaves of
 * a request only what an operation needs.
 */
final class ContractGuard implements Handler<RoutingContext> {
  private static final Pattern INTERNAL = Pattern.compile("/(q|observe)(/.*)?");
  private static final Pattern JSON =
      Pattern.compile(
          "application/json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?", Pattern.CASE_INSENSITIVE);

  private static final Pattern FORM =
      Pattern.compile("application/x-www-form-urlencoded\\s*(;.*)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern NOTHING = Pattern.compile("(?!)");

  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  /** Any other header could be taken for a parameter, or be echoed. */
  private static final Set<String> KEPT =
      Set.of(
          "host",
          "content-type",
          "content-length",
          "transfer-encoding",
          "connection",
          "expect",
          FormTokens.HEADER.toLowerCase(Locale.ROOT));

  private final ApiContract contract;

  ContractGuard(ApiContract contract) {
    this.contract = contract;
  }

  @Override
  public void handle(RoutingContext context) {
    try {
      requireKnown(context);
      noteKey(context);
      keepNeededHeaders(context.request().headers());
    } catch (RequestException e) {
      RequestGuard.answer(context, e.problem());
      return;
    } catch (NotAllowedException e) {
      RequestGuard.answer(context, Problem.of(e));
      return;
    }
    context.next();
  }

  private void requireKnown(RoutingContext context) {
    String path = context.normalizedPath();
    if (INTERNAL.matcher(path).matches()) {
      throw RequestGuard.notFound();
    }
    HttpServerRequest request = context.request();
    if (!RequestGuard.isApi(context) || path.equals(WebFiles.CONTRACT)) {
      Optional<PageAddresses.Page> page = PageAddresses.at(path);
      if (page.isPresent()) {
        requirePage(context, page.get());
      }
      return;
    }
    Map<String, ApiContract.Operation> methods = contract.at(path);
    if (methods.isEmpty()) {
      throw RequestGuard.notFound();
    }
    ApiContract.Operation operation = methods.get(request.method().name());
    if (operation == null) {
      throw notTaken(context, methods.keySet());
    }
    Permissions.require(Caller.of(context), operation.action());
    requireParameters(context.queryParams(), operation.parameters().keySet());
    requireBody(request, JSON, "JSON");
  }

  private static void requirePage(RoutingContext context, PageAddresses.Page page) {
    if (!page.methods().contains(context.request().method().name())) {
      throw notTaken(context, page.methods());
    }
    Permissions.require(Caller.of(context), page.action());
    requireParameters(context.queryParams(), page.isForm() ? Set.of() : page.fields());
    requireBody(context.request(), page.isForm() ? FORM : NOTHING, "a form's");
  }

  private static RequestException notTaken(RoutingContext context, Set<String> methods) {
    String taken = methods.stream().sorted().collect(Collectors.joining(", "));
    context.response().putHeader(HttpHeaders.ALLOW, taken);
    return new RequestException(
        405,
        "request.method",
        context.normalizedPath() + " does not take " + context.request().method(),
        "It takes " + taken);
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

  private static void requireBody(HttpServerRequest request, Pattern wanted, String name) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean chunked = request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    boolean body = chunked || (length != null && !length.equals("0"));
    List<String> types = request.headers().getAll(HttpHeaders.CONTENT_TYPE);
    boolean known = types.size() == 1 && wanted.matcher(types.get(0)).matches();
    if (!known && (body || !types.isEmpty())) {
      throw new RequestException(
          415,
          "request.type",
          "The body is not " + name,
          wanted.equals(JSON)
              ? "Send it as application/json, in UTF-8"
              : "Send it from the page that has the form; programs use /api/v1");
    }
    if (length != null
        && (length.length() > 9 || Long.parseLong(length) > RequestGuard.LARGEST_BODY)) {
      throw RequestGuard.tooLarge();
    }
  }

  /** Two of them are none, which the operation refuses. */
  private static void noteKey(RoutingContext context) {
    List<String> keys = context.request().headers().getAll(IDEMPOTENCY_KEY);
    if (!keys.isEmpty()) {
      Caller.key(context, String.join("\n", keys));
    }
  }

  private static void keepNeededHeaders(MultiMap headers) {
    for (String name : Set.copyOf(headers.names())) {
      if (!KEPT.contains(name.toLowerCase(Locale.ROOT))) {
        headers.remove(name);
      }
    }
  }
}
