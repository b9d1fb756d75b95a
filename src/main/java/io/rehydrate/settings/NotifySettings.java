package io.rehydrate.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads {@code notify.*}: where notifications go. */
final class NotifySettings {
  private static final String MAIL = "notify.mail.";
  private static final String ON = "notify.on";
  private static final String WEBHOOK = "notify.webhook";
  private static final String WEBHOOK_SECRET = "notify.webhook-secret";
  private static final int SHORTEST_SECRET = 16;
  private static final int IMPLICIT_TLS = 465;
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,253}");
  private static final Pattern MAILBOX =
      Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}");

  private final Reading reading;

  private NotifySettings(Reading reading) {
    this.reading = reading;
  }

  static Notify read(Reading reading) {
    return new NotifySettings(reading).notifications();
  }

  private Notify notifications() {
    Notify notify =
        new Notify(
            address(WEBHOOK),
            webhookSecret(),
            address("notify.slack"),
            address("notify.ntfy"),
            address("notify.ping"),
            mail(),
            events(),
            reading.values().isGiven(ON));
    List<String> channels = notify.channels();
    reading.note("notify.channels", channels.isEmpty() ? "none" : String.join(",", channels));
    return notify;
  }

  private Optional<Secret> address(String key) {
    Optional<Secret> address = reading.values().get(key).map(String::strip).map(Secret::new);
    address
        .filter(secret -> !isAddress(secret.reveal()))
        .ifPresent(
            secret ->
                reading.problems().add(key, "write https://host/path, without a login in it"));
    return address.filter(secret -> isAddress(secret.reveal()));
  }

  private Optional<Secret> webhookSecret() {
    Optional<Secret> secret = reading.secret(WEBHOOK_SECRET, false);
    if (secret.isPresent() && !reading.values().isGiven(WEBHOOK)) {
      reading.problems().add(WEBHOOK_SECRET, "is given, and notify.webhook is not");
    }
    secret
        .filter(s -> s.reveal().length() < SHORTEST_SECRET)
        .ifPresent(
            s ->
                reading
                    .problems()
                    .add(
                        WEBHOOK_SECRET,
                        "is shorter than "
                            + SHORTEST_SECRET
                            + " characters; make one with: openssl rand -hex 32"));
    return secret;
  }

  private static boolean isAddress(String text) {
    try {
      URI uri = new URI(text);
      boolean web =
          "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
      return web && uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private Set<String> events() {
    List<String> events = reading.list(ON);
    if (events.isEmpty()) {
      reading.problems().add(ON, "name at least one of " + String.join(", ", Notify.EVENTS));
    }
    for (String event : events) {
      if (!Notify.EVENTS.contains(event)) {
        reading
            .problems()
            .add(
                ON,
                event,
                "there is no such event"
                    + NearestName.question(event, Notify.EVENTS)
                    + "; write some of "
                    + String.join(", ", Notify.EVENTS));
      }
    }
    return new LinkedHashSet<>(events);
  }

  private Optional<Notify.Mail> mail() {
    int port = reading.number(MAIL + "port", 587, 1, 65_535);
    if (port == IMPLICIT_TLS) {
      reading
          .problems()
          .add(MAIL + "port", "465 begins with TLS; give the port for STARTTLS, mostly 587");
    }
    boolean given =
        Stream.of("host", "port", "from", "to", "username", "password", "password-file", "ca-file")
            .anyMatch(rest -> reading.values().isGiven(MAIL + rest));
    return given ? mail(port) : Optional.empty();
  }

  private Optional<Notify.Mail> mail(int port) {
    String host = parsed("host", HOST, "write the name of a server", "name the mail server");
    String from = parsed("from", MAILBOX, "write name@host", "name the sender");
    Optional<Notify.Mail.Account> account = account();
    Optional<Path> authorities = reading.authorities(MAIL + "ca-file");
    if (reading.required(MAIL + "to", "name those who get the mails").isEmpty()) {
      return Optional.empty();
    }
    List<String> to = reading.list(MAIL + "to");
    if (to.isEmpty() || to.stream().anyMatch(one -> !MAILBOX.matcher(one).matches())) {
      reading.problems().add(MAIL + "to", "write name@host, several with commas between them");
    }
    Notify.Mail mail = new Notify.Mail(host, port, from, to, account, authorities);
    reading.note(MAIL + "starttls", mail.mustEncrypt());
    return Optional.of(mail);
  }

  private String parsed(String rest, Pattern form, String remedy, String missing) {
    return reading
        .required(MAIL + rest, missing)
        .flatMap(
            text ->
                reading.parsed(
                    MAIL + rest,
                    t -> {
                      if (!form.matcher(t).matches()) {
                        throw new IllegalArgumentException(remedy);
                      }
                      return t;
                    }))
        .orElse("");
  }

  private Optional<Notify.Mail.Account> account() {
    Optional<String> username = reading.text(MAIL + "username");
    Optional<Secret> password = reading.secret(MAIL + "password", username.isPresent());
    if (username.isEmpty() && password.isPresent()) {
      reading.problems().add(MAIL + "password", "is given, and notify.mail.username is not");
    }
    return username.flatMap(name -> password.map(secret -> new Notify.Mail.Account(name, secret)));
  }
}
