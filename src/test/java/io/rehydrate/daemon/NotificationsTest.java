package io.rehydrate.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rehydrate.error.InvalidException;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.support.TestCertificate;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestMailServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The channels of the shipped routes, with servers that answer. */
@Timeout(120)
class NotificationsTest {
  private static final String FAILED = "Night failed at the step dump: größer <x> & y";
  private static final String PASSWORD = "m41l-pass";
  private static final String HOOK = "s3cr3t";

  @TempDir Path folder;
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private HttpServer server;
  private TestHome home;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(pool);
    server.createContext("/", exchange -> take(exchange, 200));
    server.createContext(
        "/once-broken", exchange -> take(exchange, received.isEmpty() ? 503 : 200));
    server.createContext("/broken", exchange -> take(exchange, 503));
    server.start();
    home =
        TestHome.reading(
            folder,
            "shop",
            new ServerLogin(
                ServerUrl.parse("jdbc:mysql://127.0.0.1:2"), "nobody", new Secret("x")));
    Files.createDirectories(folder.resolve("routes"));
    Path notify = folder.resolve("routes/channels.camel.yaml");
    Files.writeString(
        notify,
        Files.readString(notify).replace("redeliveryDelay: \"3000\"", "redeliveryDelay: \"50\""));
  }

  @AfterEach
  void stop() {
    server.stop(0);
    pool.shutdownNow();
  }

  private void take(HttpExchange exchange, int status) throws IOException {
    received.add(
        exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("Content-Type")
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                .replaceFirst("\"id\":\"[^\"]+\",\"time\":\"[^\"]+\",", ""));
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private String address(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
  }

  private void mail(TestMailServer mails) throws IOException {
    home.secret("mail.password", PASSWORD);
    home.set("notify.mail.host", "127.0.0.1")
        .set("notify.mail.port", "" + mails.port())
        .set("notify.mail.from", "rehydrate@example.org")
        .set("notify.mail.to", "ops@example.org, dba@example.org")
        .set("notify.mail.username", "robot")
        .set("notify.mail.password-file", "mail.password")
        .set("notify.mail.ca-file", "mail.pem");
  }

  private Beans beans() {
    return new Beans(SettingsReader.read(folder, Map.of()), Clock.systemUTC(), "test", List.of());
  }

  private static void send(Engine engine, String endpoint, String event, String text) {
    try (ProducerTemplate template = engine.context().createProducerTemplate()) {
      Exchange sent =
          template.request(
              endpoint,
              exchange -> {
                exchange.setVariable("event", event);
                exchange.getMessage().setBody(text);
              });
      assertThat(sent.getException()).isNull();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void send(String endpoint, String event, String text) {
    try (Beans beans = beans();
        Engine engine = Engine.foreground(beans)) {
      send(engine, endpoint, event, text);
    }
  }

  @Test
  void each_channel_gets_the_sentence_in_its_form_and_no_endpoint_has_a_secret() throws Exception {
    home.set("notify.webhook", address("hook/" + HOOK))
        .set("notify.slack", address("slack/" + HOOK))
        .set("notify.ntfy", address("topic/" + HOOK));
    try (TestMailServer mails = TestMailServer.start(folder, "robot", PASSWORD, true)) {
      mail(mails);
      try (Beans beans = beans();
          Engine engine = Engine.foreground(beans)) {
        send(engine, "direct:tell", "night-failed", FAILED);

        assertThat(engine.context().getEndpoints())
            .extracting(Endpoint::getEndpointUri)
            .anyMatch(uri -> uri.startsWith("smtp:"))
            .noneMatch(uri -> uri.contains(HOOK) || uri.contains(PASSWORD) || uri.contains("@"));
      }
      assertThat(received)
          .containsExactlyInAnyOrder(
              "/hook/s3cr3t application/json {\"event\":\"night-failed\",\"text\":\""
                  + FAILED
                  + "\"}",
              "/slack/s3cr3t application/json {\"text\":\"Night failed at the step dump: größer"
                  + " &lt;x&gt; &amp; y\"}",
              "/topic/s3cr3t text/plain; charset=utf-8 " + FAILED);
      assertThat(mails.mails())
          .singleElement()
          .asString()
          .contains("From: rehydrate@example.org", "To: ops@example.org, dba@example.org")
          .contains(
              "Subject: =?utf-8?Q?Rehydrate:_Night_failed", "Night failed at the step dump: gr");
      assertThat(mails.commands())
          .contains("STARTTLS", "tls RCPT TO:<ops@example.org>", "tls RCPT TO:<dba@example.org>")
          .noneMatch(command -> command.startsWith("AUTH") || command.startsWith("MAIL"));
    }
  }

  @Test
  void a_channel_that_fails_is_tried_three_times_and_stops_no_other() throws Exception {
    home.set("notify.webhook", "http://127.0.0.1:1/" + HOOK)
        .set("notify.slack", address("broken"))
        .set("notify.ntfy", address("topic"));

    send("direct:tell", "refresh-failed", "Refresh failed");

    assertThat(received).filteredOn(r -> r.startsWith("/broken ")).hasSize(3);
    assertThat(received).filteredOn(r -> r.startsWith("/topic ")).hasSize(1);
  }

  @Test
  void notify_on_chooses_and_the_webhook_gets_all_where_it_does_not() throws Exception {
    home.set("notify.webhook", address("hook")).set("notify.slack", address("slack"));
    send("direct:tell", "night-succeeded", "Night succeeded");
    assertThat(received).singleElement().asString().startsWith("/hook ");

    received.clear();
    home.set("notify.on", "night-succeeded, night-stale");
    try (Beans beans = beans();
        Engine engine = Engine.foreground(beans)) {
      send(engine, "direct:tell", "night-failed", "Night failed");
      assertThat(received).isEmpty();
      send(engine, "direct:tell", "night-succeeded", "Night succeeded");
      assertThat(received).hasSize(2);
      engine.send("direct:tell", "a sentence of a route of one's own");
      assertThat(received).hasSize(4);
    }
  }

  @Test
  void the_dead_man_service_is_called_at_start_end_and_failure_of_a_night_alone() throws Exception {
    home.set("notify.ping", address("ping/" + HOOK + "?create=1"));
    try (Beans beans = beans();
        Engine engine = Engine.foreground(beans)) {
      send(engine, "direct:night-begun", "", "20261122t020000-k3x9f");
      send(engine, "direct:ping", "night-succeeded", "Night succeeded");
      send(engine, "direct:ping", "night-failed", "Night failed");
      send(engine, "direct:ping", "night-held", "Night held");
      send(engine, "direct:ping", "refresh-failed", "Refresh failed");
    }
    String text = " text/plain; charset=utf-8 ";
    assertThat(received)
        .containsExactly(
            "/ping/s3cr3t/start?create=1" + text,
            "/ping/s3cr3t?create=1" + text + "Night succeeded",
            "/ping/s3cr3t/fail?create=1" + text + "Night failed",
            "/ping/s3cr3t/fail?create=1" + text + "Night held");
  }

  @Test
  void a_night_that_fails_is_told_of_and_its_begin_and_end_are_pinged() throws Exception {
    home.set("notify.slack", address("slack")).set("notify.ping", address("ping"));
    try (Beans beans = beans();
        Engine engine = Engine.foreground(beans)) {
      Run queued =
          beans.nights().queue(new Actor("tester", "cli"), Instant.parse("2026-11-22T02:00:00Z"));
      engine.send("direct:night", queued.id());
    }
    assertThat(received)
        .extracting(r -> r.replaceFirst("( at the step|\\n).*", ""))
        .containsExactly(
            "/ping/start text/plain; charset=utf-8 ",
            "/slack application/json {\"text\":\"Night failed",
            "/ping/fail text/plain; charset=utf-8 Night failed");
  }

  @Test
  void the_webhook_gets_the_run_as_it_ended_and_a_signature() throws Exception {
    home.secret("hook.secret", "a secret of some length");
    home.set("notify.webhook", address("hook"))
        .set("notify.webhook-secret-file", "hook.secret")
        .set("notify.on", "night-failed");
    try (Beans beans = beans();
        Engine engine = Engine.foreground(beans)) {
      Run queued =
          beans.nights().queue(new Actor("tester", "cli"), Instant.parse("2026-11-22T02:00:00Z"));
      engine.send("direct:night", queued.id());

      assertThat(received)
          .singleElement()
          .asString()
          .startsWith("/hook application/json {\"event\":\"night-failed\",\"text\":\"Night failed")
          .contains(
              "\"run\":{\"id\":\"" + queued.id() + "\",\"kind\":\"night\",\"state\":\"failed\"",
              "\"asOf\":\"2026-11-22T02:00:00Z\"",
              "\"failure\":{\"code\":\"")
          .doesNotContain("a secret of some length");
    }
  }

  @Test
  void a_trial_says_what_each_channel_answered_and_no_secret() throws Exception {
    home.set("notify.webhook", address("hook/" + HOOK))
        .set("notify.slack", address("broken/" + HOOK))
        .set("notify.ping", address("ping/" + HOOK))
        .set("notify.on", "night-held");
    try (TestMailServer mails = TestMailServer.start(folder, "robot", PASSWORD, true)) {
      mail(mails);
      try (Beans beans = beans()) {
        List<ChannelTrial.Answer> answers = new ChannelTrial(beans).answers();

        assertThat(answers)
            .as(answers.toString())
            .extracting(ChannelTrial.Answer::channel, ChannelTrial.Answer::sent)
            .containsExactly(
                tuple("webhook", true),
                tuple("slack", false),
                tuple("mail", true),
                tuple("ping", true));
        assertThat(answers.get(1).said()).contains("status 503", "notify.slack");
        assertThat(answers.toString()).doesNotContain(HOOK);
      }
      home.set("notify.mail.to", "refused@example.org");
      assertThat(mailAnswer()).contains("550 5.1.1 <***>").doesNotContain("refused");
      Files.writeString(folder.resolve("mail.password"), "wrong");
      assertThat(mailAnswer()).contains("535").doesNotContain("wrong");
      home.set("notify.mail.ca-file", other());
      assertThat(mailAnswer()).contains("Could not convert socket to TLS", "certification path");
    }
  }

  private String other() throws Exception {
    return TestCertificate.make(folder, "other").certificate().toString();
  }

  private String mailAnswer() {
    try (Beans beans = beans()) {
      return new ChannelTrial(beans)
          .answers().stream()
              .filter(answer -> answer.channel().equals("mail"))
              .peek(answer -> assertThat(answer.sent()).isFalse())
              .map(ChannelTrial.Answer::said)
              .findFirst()
              .orElseThrow();
    }
  }

  @Test
  void no_password_goes_to_a_mail_server_that_does_not_encrypt() throws Exception {
    try (TestMailServer mails = TestMailServer.start(folder, "robot", PASSWORD, false)) {
      mail(mails);

      assertThat(mailAnswer()).contains("STARTTLS");
      assertThat(mails.commands()).noneMatch(command -> command.startsWith("AUTH"));
      assertThat(mails.mails()).isEmpty();
    }
  }

  @Test
  void a_trial_whose_second_attempt_arrives_was_sent() throws Exception {
    home.set("notify.ntfy", address("once-broken"));

    try (Beans beans = beans()) {
      assertThat(new ChannelTrial(beans).answers())
          .containsExactly(new ChannelTrial.Answer("ntfy", true, "answered with the status 200"));
    }
    assertThat(received).hasSize(2);
  }

  @Test
  void a_trial_without_a_channel_is_refused() {
    try (Beans beans = beans()) {
      assertThat(
              catchThrowableOfType(InvalidException.class, () -> new ChannelTrial(beans).answers()))
          .hasMessageContaining("No channel");
    }
  }
}
