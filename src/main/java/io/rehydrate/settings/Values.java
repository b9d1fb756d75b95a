package io.rehydrate.settings;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys as written, with their placeholders resolved. As in Camel, an environment variable named
 * after a key beats the file.
 */
final class Values {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)\\}\\}");

  /** Camel's other functions: here they would quietly become their own text. */
  private static final Pattern FUNCTION =
      Pattern.compile(
          "\\{\\{\\s*(file|bean|service|service\\.name|service\\.host|service\\.port|aws|gcp|azure"
              + "|hashicorp|cyberark|ibm|configmap|secret|springconfig)\\s*:");

  private final Path file;
  private final Map<String, String> written;
  private final Map<String, String> environment;
  private final Problems problems;
  private final Map<String, Optional<String>> resolved = new HashMap<>();
  private final Set<String> resolving = new LinkedHashSet<>();

  private Values(
      Path file, Map<String, String> written, Map<String, String> environment, Problems problems) {
    this.file = file;
    this.written = written;
    this.environment = environment;
    this.problems = problems;
  }

  static Values load(Path file, Map<String, String> environment, Problems problems) {
    Map<String, String> written = new TreeMap<>();
    Properties properties =
        new Properties() {
          @Override
          public synchronized Object put(Object key, Object value) {
            if (written.put((String) key, (String) value) != null) {
              problems.add((String) key, "duplicate key; keep one");
            }
            return null;
          }
        };
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (NoSuchFileException e) {
      throw unreadable(file, "does not exist", e);
    } catch (MalformedInputException e) {
      throw unreadable(file, "is not UTF-8 text", e);
    } catch (IllegalArgumentException e) {
      throw unreadable(file, "holds a \\u that four hex digits do not follow", e);
    } catch (IOException e) {
      throw unreadable(file, "can't be read", e);
    }
    return new Values(file, written, environment, problems);
  }

  private static InvalidException unreadable(Path file, String what, Exception cause) {
    return new InvalidException(
        ErrorCode.SETTINGS_UNREADABLE,
        file + " " + what,
        "Call from the folder that holds application.properties, or name it with --home",
        cause);
  }

  /** The keys in the file, sorted. */
  Set<String> written() {
    return written.keySet();
  }

  Map<String, String> environment() {
    return environment;
  }

  static String variable(String key) {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** Whether the file holds something of the value itself, and not only where it comes from. */
  boolean isLiteral(String key) {
    String text = written.getOrDefault(key, "");
    return !PLACEHOLDER.matcher(text).replaceAll("").isBlank();
  }

  boolean isOverridden(String key) {
    return environment.containsKey(variable(key));
  }

  boolean isGiven(String key) {
    return isOverridden(key) || written.containsKey(key);
  }

  /**
   * The value, or the key's default; empty where there is neither, or where it does not resolve.
   */
  Optional<String> get(String key) {
    if (isOverridden(key)) {
      return Optional.of(environment.get(variable(key)));
    }
    if (!written.containsKey(key)) {
      return KnownKeys.defaultOf(key);
    }
    Optional<String> known = resolved.get(key);
    if (known == null) {
      known = resolve(key, written.get(key));
      resolved.put(key, known);
    }
    return known;
  }

  /** Every key of the file may be asked for a function that we do not have, Camel's own too. */
  void refuseFunctions() {
    for (Map.Entry<String, String> entry : written.entrySet()) {
      Matcher matcher = FUNCTION.matcher(entry.getValue());
      if (matcher.find()) {
        problems.add(
            entry.getKey(),
            "'{{"
                + matcher.group(1)
                + ":' is not available; a secret comes from a file named by a password-file key");
      }
    }
  }

  private Optional<String> resolve(String key, String text) {
    if (FUNCTION.matcher(text).find()) {
      return Optional.empty();
    }
    if (FillIn.isIn(text)) {
      problems.add(key, "must be filled in" + line(text));
      return Optional.empty();
    }
    if (!resolving.add(key)) {
      problems.add(key, "circular placeholder reference: " + String.join(" -> ", resolving));
      return Optional.empty();
    }
    StringBuilder result = new StringBuilder();
    boolean whole = true;
    Matcher matcher = PLACEHOLDER.matcher(text);
    int past = 0;
    while (matcher.find()) {
      Optional<String> value = placeholder(key, matcher.group(1).strip());
      whole &= value.isPresent();
      result.append(text, past, matcher.start()).append(value.orElse(""));
      past = matcher.end();
    }
    boolean open = PLACEHOLDER.matcher(text).replaceAll("").contains("{{");
    if (open && !KnownKeys.isSecret(key)) {
      problems.add(key, text, "a placeholder is not closed, or stands inside another one");
      whole = false;
    }
    resolving.remove(key);
    return whole ? Optional.of(result.append(text.substring(past)).toString()) : Optional.empty();
  }

  private String line(String text) {
    return FillIn.in(file).stream()
        .filter(place -> place.text().endsWith(text))
        .findFirst()
        .map(place -> " (" + place.place() + ")")
        .orElse("");
  }

  /** What replaces {@code {{name}}}; where nothing does, the problem is reported. */
  private Optional<String> placeholder(String key, String name) {
    String[] parts = name.split(":", 2);
    return switch (parts[0]) {
      case "env" -> given(key, name, parts, environment::get, "an environment variable");
      case "sys" -> given(key, name, parts, System::getProperty, "a system property");
      default -> keyValue(key, name, parts);
    };
  }

  private Optional<String> given(
      String key, String name, String[] parts, UnaryOperator<String> lookup, String what) {
    String[] asked = (parts.length == 1 ? "" : parts[1]).split(":", 2);
    Optional<String> value =
        Optional.ofNullable(asked[0].isEmpty() ? null : lookup.apply(asked[0]))
            .or(() -> asked.length == 2 ? Optional.of(asked[1]) : Optional.empty());
    if (value.isEmpty()) {
      problems.add(key, "'{{" + name + "}}' names " + what + " that is not set");
    }
    return value;
  }

  private Optional<String> keyValue(String key, String name, String[] parts) {
    if (KnownKeys.isSecret(parts[0]) && !KnownKeys.isSecret(key)) {
      problems.add(key, "'{{" + name + "}}' would show a secret; only a password may refer to one");
      return Optional.empty();
    }
    if (isGiven(parts[0])) {
      return get(parts[0]);
    }
    Optional<String> value =
        parts.length == 2 ? Optional.of(parts[1]) : KnownKeys.defaultOf(parts[0]);
    if (value.isEmpty()) {
      problems.add(key, "'{{" + name + "}}' names a key that is not set");
    }
    return value;
  }
}
