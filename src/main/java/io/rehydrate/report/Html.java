package io.rehydrate.report;

import java.util.List;
import java.util.Locale;

/** HTML in the making. Whatever is written into it is text, never markup. */
final class Html {
  private final StringBuilder text = new StringBuilder();

  static String escape(String value) {
    StringBuilder escaped = new StringBuilder();
    value
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> {
                  if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                    escaped.append('\uFFFD');
                  } else {
                    escaped.appendCodePoint(c);
                  }
                }
              }
            });
    return escaped.toString();
  }

  /** Markup of ours, with nothing of anybody else's in it. */
  Html raw(String markup) {
    text.append(markup);
    return this;
  }

  Html heading(String words) {
    return raw("<h2>").words(words).raw("</h2>\n");
  }

  Html paragraph(String words) {
    return raw("<p>").words(words).raw("</p>\n");
  }

  private Html words(String words) {
    text.append(escape(words));
    return this;
  }

  Html tableOf(String... columns) {
    raw("<table>\n<tr>");
    for (String column : columns) {
      raw("<th>").words(column).raw("</th>");
    }
    return raw("</tr>\n");
  }

  /** A cell with several lines where a value is a list; a number stands at the right. */
  Html row(Object... cells) {
    raw("<tr>");
    for (Object cell : cells) {
      if (cell instanceof Long number) {
        raw("<td class=\"number\">").words(shown(number.longValue())).raw("</td>");
      } else if (cell instanceof Double number) {
        raw("<td class=\"number\">").words(shown(number.doubleValue())).raw("</td>");
      } else if (cell instanceof List<?> lines) {
        raw("<td>");
        String between = "";
        for (Object line : lines) {
          raw(between).words(line.toString());
          between = "<br>";
        }
        raw("</td>");
      } else {
        raw("<td>").words(cell.toString()).raw("</td>");
      }
    }
    return raw("</tr>\n");
  }

  static String shown(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String shown(double number) {
    return String.format(Locale.ROOT, "%,.1f", number);
  }

  Html endTable() {
    return raw("</table>\n");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
