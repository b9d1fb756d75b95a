package io.rehydrate.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.rehydrate.users.Action;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The operations of {@code openapi.yaml}: where they are, and what a request for one may hold. */
final class ApiContract {
  private static final String FILE = "openapi.yaml";
  private static final String LOCATION = "https://rehydrate.example/" + FILE;
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  /**
   * @param action what somebody must be allowed to do, by {@code x-action}
   * @param parameters the schemas of the query parameters, by name
   * @param body the schema of the body; empty: it takes none
   */
  record Operation(
      Action action, Map<String, Schema> parameters, Optional<Schema> body, boolean bodyRequired) {}

  private record Address(Pattern form, Map<String, Operation> operations) {}

  private final List<Address> addresses = new ArrayList<>();
  private final SchemaRegistry schemas;

  private ApiContract(String text) {
    schemas =
        SchemaRegistry.withDialect(
            Dialects.getOpenApi30(), registry -> registry.schemas(Map.of(LOCATION, text)));
  }

  static ApiContract load() {
    try (InputStream in = ApiContract.class.getResourceAsStream(FILE)) {
      JsonNode document = new YAMLMapper().readTree(in);
      ApiContract contract = new ApiContract(document.toString());
      String base = document.at("/servers/0/url").asText();
      document
          .get("paths")
          .properties()
          .forEach(path -> contract.add(base, path.getKey(), path.getValue()));
      return contract;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String base, String path, JsonNode methods) {
    String pointer = "/paths/" + path.replace("~", "~0").replace("/", "~1");
    Map<String, Operation> operations = new TreeMap<>();
    methods
        .properties()
        .forEach(
            method -> {
              if (METHODS.contains(method.getKey())) {
                operations.put(
                    method.getKey().toUpperCase(Locale.ROOT),
                    operation(pointer + "/" + method.getKey(), method.getValue()));
              }
            });
    String form = (base + path).replace(".", "\\.").replaceAll("\\{[^}]+\\}", "[^/]+");
    addresses.add(new Address(Pattern.compile(form), operations));
  }

  private Operation operation(String pointer, JsonNode operation) {
    Map<String, Schema> parameters = new TreeMap<>();
    JsonNode listed = operation.path("parameters");
    for (int i = 0; i < listed.size(); i++) {
      if (listed.get(i).path("in").asText().equals("query")) {
        parameters.put(
            listed.get(i).get("name").asText(), schema(pointer + "/parameters/" + i + "/schema"));
      }
    }
    JsonNode body = operation.path("requestBody");
    return new Operation(
        action(pointer, operation),
        parameters,
        body.isMissingNode()
            ? Optional.empty()
            : Optional.of(schema(pointer + "/requestBody/content/application~1json/schema")),
        body.path("required").asBoolean());
  }

  /** One without an action would be everybody's. */
  private static Action action(String pointer, JsonNode operation) {
    return Action.of(operation.path("x-action").asText())
        .orElseThrow(() -> new IllegalStateException(pointer + " has no known x-action"));
  }

  private Schema schema(String pointer) {
    return schemas.getSchema(SchemaLocation.of(LOCATION + "#" + pointer));
  }

  /** The operations at this path, by HTTP method; empty where the contract has no such path. */
  Map<String, Operation> at(String path) {
    return addresses.stream()
        .filter(address -> address.form().matcher(path).matches())
        .findFirst()
        .map(Address::operations)
        .orElse(Map.of());
  }
}
