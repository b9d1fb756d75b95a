package io.rehydrate.demo.rds;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of a request's body. */
final class Form {
  private Form() {}

  static Map<String, String> parse(String body) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String pair : body.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        if (fields.putIfAbsent(decode(name), decode(value)) != null) {
          throw ApiError.refused(
              "MalformedQueryString", "The parameter " + decode(name) + " is given twice.");
        }
      }
    }
    return fields;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ApiError(
          ApiError.BAD_REQUEST,
          "MalformedQueryString",
          "The query string contains a syntax error.");
    }
  }
}
