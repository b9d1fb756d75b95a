package io.rehydrate.http;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.users.UserDirectory;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;

/**
 * Lets a browser's write through only with its token against forged requests: each form, and each
 * write of a script as soon as there are users. A program's token needs no other.
 */
final class FormGuard implements Handler<RoutingContext> {
  /** Where {@link Authenticator} notes that a request came with a token of its own. */
  static final String BY_TOKEN = "by-token";

  private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final UserDirectory users;

  FormGuard(UserDirectory users) {
    this.users = users;
  }

  @Override
  public void handle(RoutingContext context) {
    String header = context.request().getHeader(FormTokens.HEADER);
    context.request().headers().remove(FormTokens.HEADER);
    if (isFree(context)) {
      context.next();
      return;
    }
    if (!RequestGuard.isApi(context) && !isForm(context)) {
      RequestGuard.answer(
          context,
          Problem.of(
              415,
              ErrorCode.REQUEST_TYPE.text(),
              "The body is not a form",
              "Pages take forms; programs use /api/v1, see /api/openapi.yaml"));
      return;
    }
    String given =
        Optional.ofNullable(header).orElse(context.request().getFormAttribute(FormTokens.FIELD));
    if (FormTokens.same(Caller.formToken(context), given)) {
      context.request().formAttributes().remove(FormTokens.FIELD);
      context.next();
      return;
    }
    RequestGuard.answer(
        context,
        Problem.of(
            403,
            ErrorCode.REQUEST_FORM.text(),
            "The request has no valid token of this browser's session",
            "Reload the page; a script sends the formToken of /api/v1/me as " + FormTokens.HEADER));
  }

  private boolean isFree(RoutingContext context) {
    return READS.contains(context.request().method())
        || context.normalizedPath().equals(SignIn.PATH)
        || Boolean.TRUE.equals(context.get(BY_TOKEN))
        || (RequestGuard.isApi(context) && users.isOpen());
  }

  private static boolean isForm(RoutingContext context) {
    String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null && type.matches("(?i)application/x-www-form-urlencoded\\s*(;.*)?");
  }
}
