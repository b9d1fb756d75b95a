package io.rehydrate.schema;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the DEFINER clause out of a CREATE statement: the account that it names need not exist
 * where the object is created next, which is then the definer itself.
 */
final class Definer {
  private static final String NAME = "(?:`(?:[^`]|``)*+`|'(?:[^']|'')*+'|[^\\s`'@]++)";
  private static final Pattern HEAD =
      Pattern.compile(
          "(?<create>CREATE\\s+(?:OR\\s+REPLACE\\s+)?(?:ALGORITHM\\s*=\\s*\\w+\\s+)?)"
              + "DEFINER\\s*=\\s*"
              + NAME
              + "(?:\\s*@\\s*"
              + NAME
              + ")?\\s+",
          Pattern.CASE_INSENSITIVE);

  private Definer() {}

  /** Looks at the head alone: a body may hold such words too. */
  static String strip(String createStatement) {
    Matcher head = HEAD.matcher(createStatement);
    return head.lookingAt()
        ? head.group("create") + createStatement.substring(head.end())
        : createStatement;
  }
}
