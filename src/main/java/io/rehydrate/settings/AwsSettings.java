package io.rehydrate.settings;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what the AWS kinds need: {@code source.cluster}, {@code scratch.*}, {@code aws.*}. */
final class AwsSettings {
  private static final Set<String> KINDS =
      Set.of(Settings.Aws.SNAPSHOT, Settings.Aws.CLONE, Settings.Aws.INSTANCE);
  private static final Pattern IDENTIFIER = Pattern.compile("[a-zA-Z][a-zA-Z0-9]*(-[a-zA-Z0-9]+)*");
  private static final Pattern CLASS = Pattern.compile("db\\.[a-z0-9-]+(\\.[a-z0-9-]+)*");
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d{1,2}");
  private static final Pattern ACU = Pattern.compile("\\d{1,3}(\\.[05])?");
  private static final Pattern PRICE = Pattern.compile("\\d{1,6}(\\.\\d{1,6})?");
  private static final int LONGEST_IDENTIFIER = 63;
  private static final int LONGEST_PREFIX = 30;

  private final Reading reading;
  private final String kind;

  private AwsSettings(Reading reading, String kind) {
    this.reading = reading;
    this.kind = kind;
  }

  static boolean isAws(String kind) {
    return KINDS.contains(kind);
  }

  /** Empty for every other kind. */
  static Optional<Settings.Aws> read(Reading reading, Settings.Source source) {
    return isAws(source.kind())
        ? Optional.of(new AwsSettings(reading, source.kind()).aws(source))
        : Optional.empty();
  }

  private Settings.Aws aws(Settings.Source source) {
    if (source.schemas().isEmpty() && source.login().isEmpty()) {
      reading.problems().add("source.schemas", "is missing; name the schemas of the dump");
    }
    String prefix = prefix();
    String identifier = source(prefix);
    List<String> classes = classes();
    return new Settings.Aws(
        kind,
        identifier,
        isLatest(),
        reading.duration("source.snapshot-max-age"),
        reading.number("scratch.max-leftovers", 0, 0, 100),
        scratch(),
        prefix,
        classes,
        acu(classes),
        groups(),
        reading.parsed("aws.region", text -> matching(text, REGION, "a region is like eu-west-1")),
        reading.parsed("aws.endpoint", AwsSettings::endpoint),
        reading.duration("aws.poll-interval"));
  }

  private String source(String prefix) {
    boolean instance = kind.equals(Settings.Aws.INSTANCE);
    String key = instance ? "source.instance" : "source.cluster";
    String name = reading.required(key, "name it as AWS does").orElse("?").toLowerCase(Locale.ROOT);
    if (!name.equals("?") && !isIdentifier(name, LONGEST_IDENTIFIER)) {
      reading.problems().add(key, name, "is no identifier; an ARN or an endpoint is not one");
    }
    if (name.startsWith(prefix + "-")) {
      reading
          .problems()
          .add(
              "scratch.prefix",
              prefix,
              "begins the source's own name; choose another: resources with this prefix may be deleted");
    }
    return name;
  }

  private String prefix() {
    return reading
        .parsed(
            "scratch.prefix",
            text -> {
              if (!isIdentifier(text, LONGEST_PREFIX)
                  || !text.equals(text.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                    "1 to 30 of a-z, 0-9 and single '-', the first a letter");
              }
              return text;
            })
        .orElse("rehydrate");
  }

  private static boolean isIdentifier(String text, int longest) {
    return text.length() <= longest && IDENTIFIER.matcher(text).matches();
  }

  private boolean isLatest() {
    return reading
        .parsed(
            "source.snapshot",
            text -> {
              if (!text.equals("create") && !text.equals("latest")) {
                throw new IllegalArgumentException("write create or latest");
              }
              return text.equals("latest");
            })
        .orElse(false);
  }

  private Settings.Aws.Reach scratch() {
    return new Settings.Aws.Reach(
        reading.trustedUrl("scratch.").map(ServerUrl::withoutSchema),
        reading.path("scratch.ca-file"),
        account());
  }

  private Optional<Settings.Aws.Account> account() {
    boolean wanted =
        Stream.of("username", "password", "password-file")
            .anyMatch(key -> reading.values().isGiven("scratch." + key));
    if (!wanted) {
      return Optional.empty();
    }
    Optional<String> username =
        reading.required("scratch.username", "name the account, or leave out its password");
    Optional<Secret> password = reading.secret("scratch.password", true);
    return username.isPresent() && password.isPresent()
        ? Optional.of(new Settings.Aws.Account(username.get(), password.get()))
        : Optional.empty();
  }

  private List<String> classes() {
    List<String> classes = reading.list("scratch.instance-classes");
    for (String name : classes) {
      if (!CLASS.matcher(name).matches()) {
        reading.problems().add("scratch.instance-classes", name, "a class is like db.r7g.large");
      }
      if (name.equals(Settings.Aws.SERVERLESS) && kind.equals(Settings.Aws.INSTANCE)) {
        reading.problems().add("scratch.instance-classes", name, "is for Aurora clusters alone");
      }
    }
    if (classes.isEmpty()) {
      reading.problems().add("scratch.instance-classes", "is empty; name one like db.r7g.large");
    }
    return classes;
  }

  private Optional<Settings.Aws.Acu> acu(List<String> classes) {
    Optional<Double> least = reading.parsed("scratch.min-acu", AwsSettings::acu);
    Optional<Double> most = reading.parsed("scratch.max-acu", AwsSettings::acu);
    boolean wanted = classes.contains(Settings.Aws.SERVERLESS);
    if (wanted && (least.isEmpty() || most.isEmpty())) {
      reading
          .problems()
          .add("scratch.max-acu", "db.serverless needs scratch.min-acu and scratch.max-acu");
    }
    if (least.isEmpty() || most.isEmpty()) {
      return Optional.empty();
    }
    if (most.get() < 1 || least.get() > most.get()) {
      reading
          .problems()
          .add("scratch.max-acu", most.get().toString(), "is at least 1, and scratch.min-acu");
    }
    if (!wanted) {
      reading
          .problems()
          .add(
              "scratch.max-acu", "has no effect without db.serverless in scratch.instance-classes");
    }
    return wanted ? Optional.of(new Settings.Aws.Acu(least.get(), most.get())) : Optional.empty();
  }

  private static Double acu(String text) {
    if (!ACU.matcher(text).matches() || Double.parseDouble(text) > 256) {
      throw new IllegalArgumentException("0 to 256, in steps of 0.5");
    }
    return Double.valueOf(text);
  }

  private Settings.Aws.Groups groups() {
    List<String> security = reading.list("scratch.security-groups");
    security.stream()
        .filter(group -> !group.matches("sg-[0-9a-z]{1,40}"))
        .forEach(
            group ->
                reading
                    .problems()
                    .add("scratch.security-groups", group, "name them by id, like sg-0a1b2c3d"));
    return new Settings.Aws.Groups(
        reading.text("scratch.subnet-group"),
        security,
        reading.text("scratch.cluster-parameter-group"),
        reading.text("scratch.parameter-group"));
  }

  private static URI endpoint(String text) {
    URI uri = URI.create(text);
    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!web || uri.getHost() == null || uri.getUserInfo() != null) {
      throw new IllegalArgumentException("write https://host:port");
    }
    return uri;
  }

  private static String matching(String text, Pattern pattern, String problem) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException(problem);
    }
    return text;
  }

  /** Prices for the estimate of a night's cost. */
  static Settings.Prices prices(Reading reading) {
    boolean priced =
        Stream.of("cost.instance-hour", "cost.acu-hour").anyMatch(reading.values()::isGiven);
    Stream.of("cost.currency", "cost.storage-gb-month", "cost.io-million")
        .filter(key -> !priced && reading.values().isGiven(key))
        .forEach(
            key ->
                reading
                    .problems()
                    .add(key, "has no effect without cost.instance-hour or cost.acu-hour"));
    return new Settings.Prices(
        reading.text("cost.currency").orElse("USD"),
        price(reading, "cost.instance-hour"),
        price(reading, "cost.acu-hour"),
        price(reading, "cost.storage-gb-month"),
        price(reading, "cost.io-million"));
  }

  private static Optional<Double> price(Reading reading, String key) {
    return reading.parsed(
        key, text -> Double.valueOf(matching(text, PRICE, "write a price like 0.26")));
  }
}
