package io.rehydrate.notify;

import io.rehydrate.run.Run;
import io.rehydrate.run.RunId;
import io.rehydrate.settings.Notify;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.component.mail.DefaultAuthenticator;

/** The beans of the channels that are set, by the names that routes use. */
public final class ChannelBeans {
  private ChannelBeans() {}

  /**
   * @param runs the journal's runs, as they are now
   */
  public static Map<String, Object> of(Notify settings, Function<RunId, Optional<Run>> runs) {
    Map<String, Object> beans = new HashMap<>();
    beans.put("channels", new Channels(settings));
    beans.put("webhook", new Webhook(settings, runs));
    settings.slack().ifPresent(address -> beans.put("slack", new Slack(address)));
    settings.ntfy().ifPresent(address -> beans.put("ntfy", new Ntfy(address)));
    settings.ping().ifPresent(address -> beans.put("ping", new Ping(address)));
    settings.mail().ifPresent(server -> addMail(beans, server));
    return beans;
  }

  private static void addMail(Map<String, Object> beans, Notify.Mail server) {
    beans.put("mail", new Mail(server));
    beans.put(
        "mailLogin",
        new DefaultAuthenticator(
            server.account().map(Notify.Mail.Account::username).orElse(null),
            server.account().map(account -> account.password().reveal()).orElse(null)));
    beans.put("mailTrust", MailTrust.of(server.authorities()));
  }
}
