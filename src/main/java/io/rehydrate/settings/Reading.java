package io.rehydrate.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads typed values, notes every problem, and continues with what is at hand, so that one look
 * finds all problems. What it read, it notes for the routes.
 */
final class Reading {
  private final Path home;
  private final Values values;
  private final Problems problems;
  private final Map<String, String> placeholders = new TreeMap<>();

  Reading(Path home, Values values, Problems problems) {
    this.home = home;
    this.values = values;
    this.problems = problems;
  }

  Path home() {
    return home;
  }

  Values values() {
    return values;
  }

  Problems problems() {
    return problems;
  }

  Map<String, String> placeholders() {
    return placeholders;
  }

  void note(String key, Object value) {
    placeholders.put(key, value.toString());
  }

  /** The stripped text; empty where there is none. */
  Optional<String> text(String key) {
    Optional<String> text = values.get(key).map(String::strip).filter(t -> !t.isEmpty());
    text.ifPresent(t -> note(key, t));
    return text;
  }

  /** As {@link #text}; where nothing is given that is a problem, with this way out. */
  Optional<String> required(String key, String wayOut) {
    Optional<String> text = text(key);
    boolean alreadyTold = values.isGiven(key) && values.get(key).isEmpty();
    if (text.isEmpty() && !alreadyTold) {
      problems.add(key, "is missing; " + wayOut);
    }
    return text;
  }

  /** A value that is parsed; its problem names the value. */
  <T> Optional<T> parsed(String key, Function<String, T> parser) {
    Optional<String> text = text(key);
    try {
      return text.map(parser);
    } catch (IllegalArgumentException e) {
      problems.add(key, text.orElse(""), e.getMessage());
      return Optional.empty();
    }
  }

  Duration duration(String key) {
    Duration duration = parsed(key, Amounts::duration).orElse(Duration.ofDays(1));
    note(key, duration.toMillis());
    return duration;
  }

  int number(String key, int fallback, int least, int most) {
    int number =
        parsed(
                key,
                text -> {
                  if (!text.matches("\\d{1,9}")
                      || Integer.parseInt(text) < least
                      || Integer.parseInt(text) > most) {
                    throw new IllegalArgumentException(
                        "write a whole number from " + least + " to " + most);
                  }
                  return Integer.valueOf(text);
                })
            .orElse(fallback);
    note(key, number);
    return number;
  }

  /** A path, absolute; a relative one is relative to the home folder. */
  Optional<Path> path(String key) {
    Optional<Path> path =
        parsed(
            key,
            text -> {
              try {
                return home.resolve(text).normalize();
              } catch (InvalidPathException e) {
                throw new IllegalArgumentException("is not a path on this system", e);
              }
            });
    path.ifPresent(p -> note(key, p));
    return path;
  }

  /** Comma-separated; two that are equal are a problem. */
  List<String> list(String key) {
    List<String> items =
        Arrays.stream(text(key).orElse("").split(","))
            .map(String::strip)
            .filter(item -> !item.isEmpty())
            .toList();
    if (items.stream().distinct().count() < items.size()) {
      problems.add(key, text(key).orElse(""), "names something twice");
      return items.stream().distinct().toList();
    }
    return items;
  }

  /** A server's address. Its text is not repeated in a problem: a login may hide in it. */
  Optional<ServerUrl> url(String key) {
    Optional<String> text = text(key);
    try {
      return text.map(ServerUrl::parse);
    } catch (IllegalArgumentException e) {
      problems.add(key, e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * A server's address from {@code <prefix>url}, with the authorities of {@code <prefix>ca-file}.
   */
  Optional<ServerUrl> trustedUrl(String prefix) {
    Optional<Path> authorities = authorities(prefix + "ca-file");
    Optional<ServerUrl> url = url(prefix + "url");
    url.filter(u -> authorities.isPresent() && !u.trusting(authorities.get()).isVerified())
        .ifPresent(
            u ->
                problems.add(
                    prefix + "ca-file",
                    "is given, and sslMode="
                        + u.sslMode()
                        + " in "
                        + prefix
                        + "url checks no certificate; leave one of them out"));
    return url.map(u -> authorities.map(u::trusting).orElse(u));
  }

  /** A PEM file of certificates. */
  Optional<Path> authorities(String key) {
    Optional<Path> file = path(key);
    file.flatMap(Reading::problemOfCertificates)
        .ifPresent(what -> problems.add(key, file.get().toString(), what));
    return file;
  }

  private static Optional<String> problemOfCertificates(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()
          ? Optional.of("holds no certificate")
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of("can't be read");
    } catch (CertificateException e) {
      return Optional.of("is no PEM file of certificates");
    }
  }

  /**
   * A password from its key or from the file that {@code <key>-file} names.
   *
   * @param wanted whether it is a problem when neither is given
   */
  Optional<Secret> secret(String key, boolean wanted) {
    String fileKey = key + "-file";
    if (values.isGiven(key) && values.isGiven(fileKey)) {
      problems.add(key, "is given and so is " + fileKey + "; keep one of them");
      return Optional.empty();
    }
    if (values.isGiven(fileKey)) {
      return path(fileKey).flatMap(file -> SecretFiles.read(fileKey, file, problems));
    }
    if (!values.isGiven(key) && wanted) {
      problems.add(fileKey, "is missing; name a file that holds the password, mode 0600");
    }
    return values.isGiven(key) ? values.get(key).map(Secret::new) : Optional.empty();
  }
}
