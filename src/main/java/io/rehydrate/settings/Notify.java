package io.rehydrate.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where notifications go, and which. Of the addresses whoever knows one may post there.
 *
 * @param webhookSecret what the webhook's bodies are signed with; empty: they are not
 * @param on events that are sent
 * @param chosen whether the file says which; if not, the webhook gets all
 */
public record Notify(
    Optional<Secret> webhook,
    Optional<Secret> webhookSecret,
    Optional<Secret> slack,
    Optional<Secret> ntfy,
    Optional<Secret> ping,
    Optional<Mail> mail,
    Set<String> on,
    boolean chosen) {
  public static final String ARCHIVE_FAILED = "archive-failed";
  public static final String NIGHT_BEGUN = "night-begun";
  public static final String NIGHT_SUCCEEDED = "night-succeeded";
  public static final String NIGHT_FAILED = "night-failed";
  public static final String NIGHT_HELD = "night-held";
  public static final String NIGHT_CANCELLED = "night-cancelled";
  public static final String NIGHT_UNNEEDED = "night-unneeded";
  public static final String NIGHT_STALE = "night-stale";
  public static final String REFRESH_SUCCEEDED = "refresh-succeeded";
  public static final String REFRESH_FAILED = "refresh-failed";

  public static final String REHEARSAL_FAILED = "rehearsal-failed";

  /** Sent whatever the settings say. */
  public static final String TEST = "test";

  public static final String WEBHOOK = "webhook";

  /** What may be asked for. */
  static final List<String> EVENTS =
      List.of(
          NIGHT_FAILED,
          NIGHT_HELD,
          NIGHT_STALE,
          REFRESH_FAILED,
          REHEARSAL_FAILED,
          "leftovers",
          ARCHIVE_FAILED,
          NIGHT_SUCCEEDED,
          REFRESH_SUCCEEDED);

  /** What is sent where nothing is said: all that somebody must look at. */
  static final String DEFAULT = String.join(", ", EVENTS.subList(0, 7));

  /**
   * A mail server.
   *
   * @param account empty: no login
   * @param authorities the PEM file that its certificate is checked by; empty: Java's
   */
  public record Mail(
      String host,
      int port,
      String from,
      List<String> to,
      Optional<Account> account,
      Optional<Path> authorities) {

    /** A login. */
    public record Account(String username, Secret password) {}

    /** What goes over a network, and every login, is encrypted. */
    public boolean mustEncrypt() {
      return account.isPresent() || authorities.isPresent() || !isLoopback();
    }

    private boolean isLoopback() {
      return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }
  }

  public boolean wants(String event) {
    return on.contains(event);
  }

  /** The names of the channels that are set. */
  public List<String> channels() {
    List<String> names = new ArrayList<>();
    webhook.ifPresent(address -> names.add(WEBHOOK));
    slack.ifPresent(address -> names.add("slack"));
    mail.ifPresent(server -> names.add("mail"));
    ntfy.ifPresent(address -> names.add("ntfy"));
    ping.ifPresent(address -> names.add("ping"));
    return names;
  }
}
