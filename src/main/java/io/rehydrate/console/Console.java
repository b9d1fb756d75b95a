package io.rehydrate.console;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Puts a page's values into the frame that all pages share, and answers with it. */
public final class Console {
  private static final String HTML = "text/html; charset=utf-8";

  private final Templates templates;
  private final Shown shown;
  private final boolean cloning;

  /**
   * @param cloning whether there can be clones
   */
  Console(Templates templates, Shown shown, boolean cloning) {
    this.cloning = cloning;
    this.templates = templates;
    this.shown = shown;
  }

  Shown shown() {
    return shown;
  }

  /**
   * A page.
   *
   * @param section of the navigation that it belongs to
   */
  String page(
      Message message, String template, String section, String title, Map<String, ?> values) {
    return page(message, 200, template, section, title, values);
  }

  String page(
      Message message,
      int status,
      String template,
      String section,
      String title,
      Map<String, ?> values) {
    String page = render(Visitor.of(message), template, section, title, values);
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    message.setHeader(Exchange.CONTENT_TYPE, HTML);
    return page;
  }

  String render(
      Visitor visitor, String template, String section, String title, Map<String, ?> values) {
    Map<String, Object> all = new LinkedHashMap<>(values);
    all.put("title", title);
    all.put("section", section);
    all.put("visitor", visitor);
    all.put("show", shown);
    all.put("cloning", cloning);
    return templates.render(template, all);
  }

  /** Leads the browser on after a form: what it then shows may be loaded again. */
  static String seeOther(Message message, String path) {
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, 303);
    message.setHeader(Exchange.CONTENT_TYPE, HTML);
    message.setHeader("Location", path);
    return "";
  }

  static String toRun(Message message, String run) {
    return seeOther(message, "/runs/" + run);
  }
}
