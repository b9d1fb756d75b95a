package io.rehydrate.support;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Route files as they were shipped before a night carried one object. */
public final class EarlierTexts {
  private EarlierTexts() {}

  /** With an edit, so that it is no unchanged copy. */
  public static String edited(String route) throws IOException {
    try (InputStream text =
        EarlierTexts.class.getResourceAsStream("/io/rehydrate/daemon/" + route + ".camel.yaml")) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8) + "# mine\n";
    }
  }
}
