package org.apache.camel.component.aws2.rds;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An endpoint that gives prepared answers in RDS's protocol and remembers what it was asked. */
final class RdsAnswers implements AutoCloseable {
  private final HttpServer server;
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<Map<String, String>> asked = new ArrayList<>();
  private final List<String> authorizations = new ArrayList<>();

  private record Answer(int status, String body) {}

  RdsAnswers() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The next answer's result, without its envelope. */
  synchronized RdsAnswers next(String result) {
    answers.add(new Answer(200, result));
    return this;
  }

  synchronized RdsAnswers nextError(int status, String code, String message) {
    answers.add(
        new Answer(
            status,
            "<ErrorResponse><Error><Type>Sender</Type><Code>"
                + code
                + "</Code><Message>"
                + message
                + "</Message></Error><RequestId>r</RequestId></ErrorResponse>"));
    return this;
  }

  /** What the last request said, by parameter. */
  synchronized Map<String, String> asked() {
    return asked.get(asked.size() - 1);
  }

  synchronized int calls() {
    return asked.size();
  }

  synchronized String authorization() {
    return authorizations.get(authorizations.size() - 1);
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    Map<String, String> form = new TreeMap<>();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    for (String pair : body.split("&")) {
      String[] sides = pair.split("=", 2);
      form.put(decode(sides[0]), decode(sides.length == 2 ? sides[1] : ""));
    }
    asked.add(form);
    authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
    Answer answer = answers.isEmpty() ? new Answer(200, "") : answers.remove();
    String action = form.get("Action");
    String text =
        answer.status() == 200
            ? "<"
                + action
                + "Response xmlns=\"http://rds.amazonaws.com/doc/2014-10-31/\"><"
                + action
                + "Result>"
                + answer.body()
                + "</"
                + action
                + "Result></"
                + action
                + "Response>"
            : answer.body();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "text/xml");
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
