package io.rehydrate.demo.rds;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The API's operations with their parameters, as the file next to this class lists them. */
final class ApiTable {
  static final String VERSION = "2014-10-31";

  private final Map<String, Operation> operations = new HashMap<>();

  private ApiTable() {}

  /**
   * What the API says of one parameter.
   *
   * @param type {@code string}, {@code integer}, {@code long}, {@code decimal}, {@code boolean},
   *     {@code time}, {@code list} or {@code structure}
   */
  record Parameter(String name, String type, List<String> marks) {
    boolean isRequired() {
      return marks.contains("required");
    }

    /** Belongs to a cluster, and so not to an instance that is in one. */
    boolean isClusterLevel() {
      return marks.contains("cluster-level");
    }

    boolean isForMultiAzAlone() {
      return marks.contains("multi-az");
    }

    boolean isSimulated() {
      return !marks.contains("unknown");
    }
  }

  /** An operation's parameters by name; a list's index is written {@code N}. */
  record Operation(String name, Map<String, Parameter> parameters) {
    /** The parameter that a form's field sets, or the structure or list that it is a part of. */
    Optional<Parameter> parameter(String field) {
      String name = field.replaceAll("\\.\\d+(?=\\.|$)", ".N");
      Optional<Parameter> exact = Optional.ofNullable(parameters.get(name));
      return exact.isPresent() ? exact : enclosing(name);
    }

    private Optional<Parameter> enclosing(String name) {
      int dot = name.indexOf('.');
      return dot < 0
          ? Optional.empty()
          : Optional.ofNullable(parameters.get(name.substring(0, dot)))
              .filter(p -> !p.isSimulated() || p.isForMultiAzAlone());
    }
  }

  static ApiTable read() {
    ApiTable table = new ApiTable();
    Map<String, Parameter> current = new TreeMap<>();
    for (String line : text().lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
      if (line.startsWith(" ")) {
        List<String> words = List.of(line.strip().split(" "));
        current.put(
            words.get(0),
            new Parameter(words.get(0), words.get(1), words.subList(2, words.size())));
      } else {
        current = new TreeMap<>();
        table.operations.put(line, new Operation(line, current));
      }
    }
    return table;
  }

  private static String text() {
    try (InputStream stream = ApiTable.class.getResourceAsStream("rds-" + VERSION + ".txt")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<Operation> operation(String name) {
    return Optional.ofNullable(operations.get(name));
  }

  Map<String, Operation> operations() {
    return operations;
  }
}
