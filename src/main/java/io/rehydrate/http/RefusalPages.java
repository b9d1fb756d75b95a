package io.rehydrate.http;

import io.rehydrate.settings.Role;
import io.rehydrate.users.Person;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;

/** Shows people in a browser why a request was refused before it came to a route. */
public interface RefusalPages {
  /** Where {@link RequestGuard} notes who shows them to somebody who wants a page. */
  String KEY = "refusal-pages";

  String HTML = "text/html";

  /**
   * A page.
   *
   * @param formToken for the forms in the frame; empty where there are none
   */
  String page(Problem problem, Person person, String formToken);

  /** The page for this request; empty for a program, which gets the problem as JSON. */
  static Optional<String> of(RoutingContext context, Problem problem) {
    return RequestGuard.isApi(context)
        ? Optional.empty()
        : Optional.ofNullable(context.<RefusalPages>get(KEY))
            .map(pages -> page(pages, context, problem));
  }

  private static String page(RefusalPages pages, RoutingContext context, Problem problem) {
    return context.user() == null
        ? pages.page(problem, new Person(Person.NOBODY_KNOWN, Role.VIEWER, ""), "")
        : pages.page(problem, Caller.of(context), Caller.formToken(context));
  }

  /**
   * Whether the answer is looked at in a browser: what anything will do for is a program's. To be
   * asked first, since a later guard takes the header away.
   */
  static boolean prefersHtml(RoutingContext context) {
    return context.parsedHeaders().accept().stream()
        .map(type -> type.rawValue().strip().toLowerCase(Locale.ROOT))
        .filter(type -> type.startsWith(HTML) || type.matches("application/([a-z.+-]+\\+)?json.*"))
        .findFirst()
        .filter(type -> type.startsWith(HTML))
        .isPresent();
  }
}
