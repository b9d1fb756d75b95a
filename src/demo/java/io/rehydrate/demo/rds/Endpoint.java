package io.rehydrate.demo.rds;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP side: one address, a form in, a document out. */
final class Endpoint implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);
  private static final int OK = 200;
  private static final int SERVER_ERROR = 500;

  private final ApiTable table = ApiTable.read();
  private final Account account;
  private final Operations operations;
  private final Faults faults;
  private final CallLog calls;

  Endpoint(Account account, Faults faults, CallLog calls) {
    this.account = account;
    this.operations = new Operations(account);
    this.faults = faults;
    this.calls = calls;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String requestId = UUID.randomUUID().toString();
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Map<String, String> form = Map.of();
      try {
        form = Form.parse(new String(body, StandardCharsets.UTF_8));
        Signature.check(exchange, body);
        serve(exchange, form, requestId);
      } catch (ApiError e) {
        log(form, e.code());
        send(exchange, e.status(), requestId, error(e, requestId));
      } catch (RuntimeException e) {
        LOG.error("The simulated RDS failed", e);
        log(form, "InternalFailure");
        ApiError told = new ApiError(SERVER_ERROR, "InternalFailure", e.toString());
        send(exchange, SERVER_ERROR, requestId, error(told, requestId));
      }
    }
  }

  private void serve(HttpExchange exchange, Map<String, String> form, String requestId)
      throws IOException {
    Fault fault = faults.take(form.getOrDefault("Action", ""));
    if (fault instanceof Fault.Refuse refusal) {
      throw new ApiError(refusal.status(), refusal.code(), refusal.message());
    }
    if (fault instanceof Fault.LoseCall) {
      log(form, Call.LOST);
      return;
    }
    if (fault instanceof Fault.Meanwhile meanwhile) {
      if (meanwhile.taken()) {
        answer(form, requestId);
      }
      log(form, Call.LOST);
      meanwhile.happens().run();
      return;
    }
    if (fault instanceof Fault.Page page) {
      if (page.taken()) {
        answer(form, requestId);
      }
      log(form, Call.LOST);
      sendPage(exchange, page);
      return;
    }
    if (fault instanceof Fault.Around around) {
      around.before().run();
    }
    byte[] answer = answer(form, requestId);
    if (fault instanceof Fault.LoseAnswer) {
      log(form, Call.LOST);
      return;
    }
    if (fault instanceof Fault.BreakOff) {
      log(form, Call.LOST);
      exchange.sendResponseHeaders(OK, answer.length);
      exchange.getResponseBody().write(answer, 0, answer.length / 2);
      exchange.getResponseBody().flush();
      return;
    }
    if (fault instanceof Fault.Alter alter) {
      answer =
          alter
              .change()
              .apply(new String(answer, StandardCharsets.UTF_8))
              .getBytes(StandardCharsets.UTF_8);
    }
    log(form, Call.OK);
    send(exchange, OK, requestId, answer);
    if (fault instanceof Fault.Around around) {
      around.after().run();
    }
  }

  private static void sendPage(HttpExchange exchange, Fault.Page page) throws IOException {
    byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html");
    exchange.sendResponseHeaders(page.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private byte[] answer(Map<String, String> form, String requestId) {
    String action = form.getOrDefault("Action", "");
    String version = form.getOrDefault("Version", "");
    if (action.isEmpty()) {
      throw ApiError.refused("MissingAction", "The request must contain the parameter Action.");
    }
    if (!version.equals(ApiTable.VERSION)) {
      throw ApiError.refused(
          "InvalidAction", "Could not find operation " + action + " for version " + version);
    }
    Handler handler =
        operations
            .find(action)
            .orElseThrow(
                () ->
                    ApiError.refused(
                        "InvalidAction",
                        "Could not find operation " + action + ", or it is not simulated here"));
    Map<String, String> rest = new LinkedHashMap<>(form);
    rest.keySet().removeAll(java.util.List.of("Action", "Version"));
    Parameters parameters = new Parameters(table.operation(action).orElseThrow(), rest);
    synchronized (account) {
      account.settle();
      Answer answer = handler.handle(parameters);
      return Xml.document(
          action + "Response",
          xml ->
              xml.element(action + "Result", () -> answer.write(xml))
                  .element("ResponseMetadata", () -> xml.text("RequestId", requestId)));
    }
  }

  private static byte[] error(ApiError error, String requestId) {
    return Xml.document(
        "ErrorResponse",
        xml ->
            xml.element(
                    "Error",
                    () ->
                        xml.text("Type", error.status() < SERVER_ERROR ? "Sender" : "Receiver")
                            .text("Code", error.code())
                            .text("Message", error.getMessage()))
                .text("RequestId", requestId));
  }

  private void log(Map<String, String> form, String outcome) {
    Map<String, String> parameters = new LinkedHashMap<>(form);
    parameters.keySet().removeAll(java.util.List.of("Action", "Version"));
    calls.add(account.now(), form.getOrDefault("Action", ""), parameters, outcome);
  }

  private static void send(HttpExchange exchange, int status, String requestId, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/xml");
    exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
