package io.rehydrate.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The addresses of {@code openapi.yaml}, the methods that each takes, their query parameters. */
final class ApiContract {
  private static final String FILE = "openapi.yaml";
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  /**
   * @param methods by name, each with the names of its query parameters
   */
  record Address(Pattern form, Map<String, Set<String>> methods) {}

  private final List<Address> addresses = new ArrayList<>();

  private ApiContract() {}

  static ApiContract load() {
    try (InputStream in = ApiContract.class.getResourceAsStream(FILE)) {
      JsonNode document = new YAMLMapper().readTree(in);
      ApiContract contract = new ApiContract();
      String base = document.at("/servers/0/url").asText();
      document
          .get("paths")
          .properties()
          .forEach(path -> contract.add(base + path.getKey(), path.getValue()));
      return contract;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String path, JsonNode operations) {
    Map<String, Set<String>> methods = new TreeMap<>();
    operations
        .properties()
        .forEach(
            operation -> {
              if (METHODS.contains(operation.getKey())) {
                methods.put(
                    operation.getKey().toUpperCase(Locale.ROOT), parameters(operation.getValue()));
              }
            });
    String form = path.replace(".", "\\.").replaceAll("\\{[^}]+\\}", "[^/]+");
    addresses.add(new Address(Pattern.compile(form), methods));
  }

  private static Set<String> parameters(JsonNode operation) {
    Set<String> names = new TreeSet<>();
    operation
        .path("parameters")
        .forEach(
            parameter -> {
              if (parameter.path("in").asText().equals("query")) {
                names.add(parameter.get("name").asText());
              }
            });
    return names;
  }

  /** What this path takes: methods, and query parameters by method; empty for no path of ours. */
  Map<String, Set<String>> at(String path) {
    return addresses.stream()
        .filter(address -> address.form().matcher(path).matches())
        .findFirst()
        .map(Address::methods)
        .orElse(Map.of());
  }
}
