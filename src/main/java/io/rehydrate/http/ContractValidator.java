package io.rehydrate.http;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.component.rest.openapi.validator.client.OpenApiRestClientRequestValidator;
import org.apache.camel.spi.RestClientRequestValidator;

/** Holds requests to the contract, as Camel does, and answers with a problem document. */
public final class ContractValidator implements RestClientRequestValidator {
  private static final int MOST_TOLD = 3;
  private static final int LONGEST = 400;

  private final RestClientRequestValidator validator = new OpenApiRestClientRequestValidator();

  @Override
  public ValidationError validate(Exchange exchange, ValidationContext context) {
    ValidationError error = validator.validate(exchange, context);
    if (error == null) {
      return null;
    }
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, Problem.MEDIA_TYPE);
    Problem problem = Problem.of(Json.invalid(sentence(error.body()), null));
    return new ValidationError(problem.status(), problem.toJson());
  }

  /** Each line is {@code [ERROR][REQUEST][POST /refreshes @body] what is wrong}. */
  private static String sentence(String report) {
    List<String> lines =
        report
            .lines()
            .filter(line -> line.contains("[ERROR]"))
            .map(line -> line.replaceFirst("^\\s*(\\[[^\\]]*\\]\\s*)+", "").strip())
            .limit(MOST_TOLD)
            .toList();
    String all = lines.stream().collect(Collectors.joining("; "));
    return all.length() > LONGEST ? all.substring(0, LONGEST) + "..." : all;
  }
}
