package io.rehydrate.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code target.<t>.clone}, and what else such a target may have. */
final class ClonedTargets {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");
  private static final Pattern PLAIN = Pattern.compile("[ -~&&[^\\\\]]+");
  private static final String DEVELOPER = "developer";
  private static final String HOST = "localhost";

  private final Reading reading;
  private final Optional<Cloning> clones;
  private final Map<Integer, String> ports = new HashMap<>();

  ClonedTargets(Reading reading, Optional<Cloning> clones) {
    this.reading = reading;
    this.clones = clones;
  }

  /**
   * @param prefix of the target's keys
   */
  boolean isClone(String prefix) {
    return reading.parsed(prefix + "clone", Amounts::flag).orElse(false);
  }

  /** Notes what such a target can't have. */
  void check(Settings.Target target, String prefix) {
    if (clones.isEmpty()) {
      problem(prefix + "clone", "needs clones.directory and clones.server");
    }
    if (!NAME.matcher(target.name().value()).matches()) {
      problem(prefix + "clone", "needs a target's name that begins with a letter or digit");
    }
    clones
        .filter(settings -> !reaches(target.login().url().host(), settings.host()))
        .ifPresent(
            settings ->
                problem(
                    prefix + "url",
                    "is not where the target's server listens: write clones.host, "
                        + settings.host()
                        + ", as its host"));
    int port = target.login().url().port();
    if (port < 1024) {
      problem(prefix + "url", "needs a port from 1024 on, on which the target's server listens");
    }
    String other = ports.put(port, prefix);
    if (other != null) {
      problem(prefix + "url", "has the port of " + other + "url; each clone needs its own");
    }
    if (target.login().username().equals(DEVELOPER)) {
      problem(prefix + "username", DEVELOPER + " is the daemon's own account in a clone");
    }
    if (!PLAIN.matcher(target.login().password().reveal()).matches()) {
      problem(
          prefix + "password",
          "has to be of printable ASCII characters without a backslash where the target is a clone");
    }
    if (!target.login().url().parameters().isEmpty()) {
      problem(prefix + "url", "takes no parameters where the target is a clone");
    }
    target.schemas().entrySet().stream()
        .filter(pair -> !pair.getKey().equals(pair.getValue()))
        .forEach(
            pair ->
                problem(
                    prefix + (reading.values().isGiven(prefix + "schemas") ? "schemas" : "url"),
                    "a clone has the schemas of the dump under their own names: write "
                        + pair.getKey()));
    for (String key :
        List.of(
            "keep-tables",
            "ca-file",
            "migration-username",
            "migration-password",
            "migration-password-file")) {
      if (reading.values().isGiven(prefix + key)) {
        problem(prefix + key, "has no effect where the target is a clone; take it out");
      }
    }
  }

  private static boolean reaches(String host, String listening) {
    String plain = IpAddress.plain(host.replaceAll("[\\[\\]]", "")).orElse(host);
    return plain.equals(listening)
        || isAny(listening)
        || (host.equals(HOST) && isLoopback(listening));
  }

  private static boolean isAny(String address) {
    return address.equals("0.0.0.0") || address.equals("0:0:0:0:0:0:0:0");
  }

  private static boolean isLoopback(String address) {
    return address.startsWith("127.") || address.equals("0:0:0:0:0:0:0:1");
  }

  private void problem(String key, String what) {
    reading.problems().add(key, what);
  }
}
