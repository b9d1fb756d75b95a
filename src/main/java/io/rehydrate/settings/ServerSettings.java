package io.rehydrate.settings;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code source.*} and {@code scratch.*}. */
final class ServerSettings {
  static final String URL_FORM = "write jdbc:mysql://host:port/schema or jdbc:mariadb://...";
  private static final Pattern KIND = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

  private ServerSettings() {}

  static Settings.Source source(Reading reading) {
    String kind =
        reading
            .parsed(
                "source.kind",
                text -> {
                  if (!KIND.matcher(text).matches()) {
                    throw new IllegalArgumentException(
                        "a kind is 1 to 40 of a-z, 0-9 and '-', like server");
                  }
                  return text;
                })
            .orElse("server");
    Optional<ServerLogin> login = login(reading, "source.", isServer(kind));
    List<String> schemas = reading.list("source.schemas");
    if (!reading.values().isGiven("source.schemas")) {
      schemas = login.flatMap(l -> l.url().schema()).map(List::of).orElse(List.of());
    }
    for (String schema : schemas) {
      SchemaNames.problem(schema)
          .ifPresent(what -> reading.problems().add("source.schemas", schema, what));
    }
    if (schemas.isEmpty() && login.isPresent()) {
      reading
          .problems()
          .add("source.schemas", "is missing; name the schemas, or one in source.url");
    }
    reading.note("source.schemas", String.join(",", schemas));
    return new Settings.Source(kind, login, schemas);
  }

  static Optional<Settings.Scratch> scratch(Reading reading, Settings.Source source) {
    if (AwsSettings.isAws(source.kind())) {
      return Optional.empty();
    }
    Optional<ServerLogin> login = login(reading, "scratch.", isServer(source.kind()));
    if (login.isPresent()
        && source.login().isPresent()
        && server(login.get()).equals(server(source.login().get()))) {
      reading
          .problems()
          .add(
              "scratch.url",
              login.get().url().address(),
              "is the source itself, and a night drops schemas there; name another server");
    }
    Optional<Long> memory = reading.parsed("scratch.memory", Amounts::bytes);
    return login.map(l -> new Settings.Scratch(l.withUrl(l.url().withoutSchema()), memory));
  }

  private static boolean isServer(String kind) {
    return kind.equals("server");
  }

  private static String server(ServerLogin login) {
    return login.url().address().toLowerCase(Locale.ROOT).replace(".:", ":");
  }

  private static Optional<ServerLogin> login(Reading reading, String prefix, boolean wanted) {
    if (!wanted && !reading.values().isGiven(prefix + "url")) {
      return Optional.empty();
    }
    boolean given = reading.required(prefix + "url", URL_FORM).isPresent();
    Optional<ServerUrl> url = reading.trustedUrl(prefix);
    return given ? login(reading, url, prefix + "username", prefix + "password") : Optional.empty();
  }

  /** The login at a server whose address has been read; all or nothing. */
  static Optional<ServerLogin> login(
      Reading reading, Optional<ServerUrl> url, String usernameKey, String passwordKey) {
    Optional<String> username = reading.required(usernameKey, "name the account");
    Optional<Secret> password = reading.secret(passwordKey, true);
    return url.isPresent() && username.isPresent() && password.isPresent()
        ? Optional.of(new ServerLogin(url.get(), username.get(), password.get()))
        : Optional.empty();
  }
}
