package io.rehydrate.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import io.rehydrate.error.InvalidException;
import io.rehydrate.http.ApiContract.Operation;
import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.RestClientRequestValidator;
import org.apache.camel.support.MessageHelper;

/** Holds requests to {@code openapi.yaml}, and answers with a problem document. */
public final class ContractValidator implements RestClientRequestValidator {
  private static final int MOST_SHOWN = 3;
  private static final int LONGEST = 400;
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,30}");

  private final ApiContract contract = ApiContract.load();

  @Override
  public ValidationError validate(Exchange exchange, ValidationContext context) {
    Message request = exchange.getMessage();
    try {
      Operation operation =
          contract
              .at(request.getHeader(Exchange.HTTP_PATH, String.class))
              .get(request.getHeader(Exchange.HTTP_METHOD, String.class));
      operation.parameters().forEach((name, schema) -> requireParameter(request, name, schema));
      requireBody(operation, MessageHelper.extractBodyAsString(request));
      return null;
    } catch (InvalidException e) {
      Problem problem = Problem.of(e);
      Caller.refused(request, problem.code());
      request.removeHeaders("*");
      request.setHeader(Exchange.CONTENT_TYPE, Problem.MEDIA_TYPE);
      return new ValidationError(problem.status(), problem.toJson());
    }
  }

  private static void requireParameter(Message request, String name, Schema schema) {
    String value = request.getHeader(name, String.class);
    if (value != null) {
      boolean number = WHOLE_NUMBER.matcher(value).matches();
      require(
          schema,
          number ? BigIntegerNode.valueOf(new BigInteger(value)) : TextNode.valueOf(value),
          name + ": ");
    }
  }

  private static void requireBody(Operation operation, String text) {
    boolean empty = text == null || text.isBlank();
    if (empty && operation.bodyRequired()) {
      throw Json.invalid("it has no body", null);
    }
    if (!empty && operation.body().isPresent()) {
      require(operation.body().get(), Json.read(text, JsonNode.class), "");
    }
  }

  private static void require(Schema schema, JsonNode value, String where) {
    List<Error> errors =
        schema.validate(value, run -> run.executionConfig(ContractValidator::strict));
    if (!errors.isEmpty()) {
      String all =
          errors.stream()
              .limit(MOST_SHOWN)
              .map(ContractValidator::sentence)
              .collect(Collectors.joining("; "));
      throw Json.invalid(
          where + (all.length() > LONGEST ? all.substring(0, LONGEST) + "..." : all), null);
    }
  }

  private static void strict(com.networknt.schema.ExecutionConfig.Builder config) {
    config.formatAssertionsEnabled(true);
  }

  private static String sentence(Error error) {
    String place = error.getInstanceLocation().toString();
    String message = error.getMessage();
    return place.isEmpty() || place.equals("$") || message.contains(place)
        ? message
        : place + ": " + message;
  }
}
