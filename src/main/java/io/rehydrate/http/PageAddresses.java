package io.rehydrate.http;

import io.rehydrate.users.Action;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The console's addresses: what each page may be asked, and what each form holds. */
final class PageAddresses {
  private static final Set<String> READ = Set.of("GET", "HEAD");
  private static final Set<String> SENT = Set.of("POST");
  private static final List<Page> ALL =
      List.of(
          page("/"),
          page("/refresh", "target", "dump", "ref"),
          page("/refresh/review", "target", "dump", "ref", "other-ref"),
          page("/targets/[^/]+"),
          page("/clones"),
          page("/runs"),
          page("/runs/[^/]+"),
          page("/dumps"),
          page("/dumps/[^/]+"),
          page("/rehearsal", "dump", "ref"),
          page("/trends"),
          page("/plan"),
          page("/errors"),
          page(Action.AUDIT, "/audit", "person", "object", "since", "before"),
          page(Action.USERS, "/users"),
          form(Action.REFRESH, "/refreshes", "target", "dump", "ref", "confirm", "override"),
          form(Action.PROTECT, "/targets/[^/]+/protect", "until", "why"),
          form(Action.PROTECT, "/targets/[^/]+/unprotect"),
          form(Action.CLONE, "/new-clone", "name", "dump", "ref", "expires"),
          form(Action.CLONE, "/clones/[^/]+", "do", "expires"),
          form(Action.NIGHT, "/nights"),
          form(Action.CANCEL, "/runs/[^/]+/cancel"),
          form(Action.MANAGE_DUMPS, "/dumps/[^/]+/pin", "why", "until"),
          form(Action.MANAGE_DUMPS, "/dumps/[^/]+/(unpin|verify)"),
          form(Action.MANAGE_DUMPS, "/dumps/[^/]+/(release|discard)", "why"));

  private PageAddresses() {}

  /**
   * @param action what somebody must be allowed to do
   * @param fields of the address of a page, or of the body of a form
   */
  record Page(Action action, Pattern form, Set<String> methods, Set<String> fields) {
    boolean isForm() {
      return methods.equals(SENT);
    }
  }

  private static Page page(String form, String... fields) {
    return page(Action.VIEW, form, fields);
  }

  private static Page page(Action action, String form, String... fields) {
    return new Page(action, Pattern.compile(form), READ, Set.of(fields));
  }

  private static Page form(Action action, String form, String... fields) {
    return new Page(action, Pattern.compile(form), SENT, Set.of(fields));
  }

  /** The page or form at this path. */
  static Optional<Page> at(String path) {
    return ALL.stream().filter(page -> page.form().matcher(path).matches()).findFirst();
  }
}
