package io.rehydrate.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Texts of shipped route files of earlier versions, as lines of {@code sha256sum}. A home's copy
 * that nobody has edited is not loaded: it would call beans as an earlier version had them.
 */
final class EarlierRoutes {
  private static final String LIST = "earlier-routes.sha256";
  private static final Set<String> LINES = read();

  private EarlierRoutes() {}

  /**
   * Whether a file is an unchanged copy of what an earlier version shipped under its name.
   *
   * @param text with or without the line of an ejected file
   */
  static boolean contain(String name, byte[] text) {
    return LINES.contains(EjectedFrom.sha256(EjectedFrom.body(text)) + "  " + name);
  }

  private static Set<String> read() {
    try (InputStream in = EarlierRoutes.class.getResourceAsStream(LIST);
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      return lines.lines().collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
