package io.rehydrate.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** An SMTP server with STARTTLS that takes one account's mails, one session after the other. */
public final class TestMailServer implements AutoCloseable {
  private final ServerSocket listening;
  private final SSLContext tls;
  private final String login;
  private final boolean offersTls;
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final List<String> mails = new CopyOnWriteArrayList<>();

  private TestMailServer(SSLContext tls, String login, boolean offersTls) throws IOException {
    this.tls = tls;
    this.login = login;
    this.offersTls = offersTls;
    this.listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "test-mail-server");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * @param folder gets {@code mail.pem}, its certificate
   * @param offersTls whether it knows STARTTLS
   */
  public static TestMailServer start(
      Path folder, String username, String password, boolean offersTls) throws Exception {
    TestCertificate.make(folder, "mail");
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("mail.p12"))) {
      keys.load(in, "changeit".toCharArray());
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, "changeit".toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(factory.getKeyManagers(), null, null);
    return new TestMailServer(tls, "\0" + username + "\0" + password, offersTls);
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** Each with {@code tls } before it, where it came encrypted. */
  public List<String> commands() {
    return commands;
  }

  public List<String> mails() {
    return mails;
  }

  private void serve() {
    while (!listening.isClosed()) {
      try (Socket socket = listening.accept()) {
        socket.setSoTimeout(20_000);
        new Session(socket).talk();
      } catch (IOException e) {
        commands.add("broken " + e.getClass().getSimpleName());
      }
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }

  private final class Session {
    private Socket socket;
    private BufferedReader in;
    private OutputStream out;
    private boolean encrypted;

    Session(Socket socket) throws IOException {
      use(socket);
    }

    private void use(Socket other) throws IOException {
      socket = other;
      in =
          new BufferedReader(
              new InputStreamReader(other.getInputStream(), StandardCharsets.ISO_8859_1));
      out = other.getOutputStream();
    }

    private void say(String text) throws IOException {
      out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }

    void talk() throws IOException {
      say("220 mail.example ESMTP");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        commands.add((encrypted ? "tls " : "") + line);
        if (!answer(line)) {
          return;
        }
      }
    }

    private boolean answer(String line) throws IOException {
      switch (line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT)) {
        case "EHLO" -> {
          say("250-mail.example");
          say(encrypted ? "250 AUTH PLAIN" : offersTls ? "250 STARTTLS" : "250 AUTH PLAIN");
        }
        case "STARTTLS" -> encrypt();
        case "AUTH" -> {
          String given =
              new String(Base64.getDecoder().decode(line.split(" ")[2]), StandardCharsets.UTF_8);
          say(given.endsWith(login) ? "235 welcome" : "535 5.7.8 not for " + given.split("\0")[1]);
        }
        case "DATA" -> data();
        case "QUIT" -> {
          say("221 bye");
          return false;
        }
        default ->
            say(line.contains("refused@") ? "550 5.1.1 <refused@example.org> unknown" : "250 ok");
      }
      return true;
    }

    private void encrypt() throws IOException {
      say("220 go ahead");
      SSLSocket secure =
          (SSLSocket) tls.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
      secure.setUseClientMode(false);
      secure.startHandshake();
      use(secure);
      encrypted = true;
    }

    private void data() throws IOException {
      say("354 send it");
      StringBuilder mail = new StringBuilder();
      for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
        mail.append(line).append('\n');
      }
      mails.add(mail.toString());
      say("250 taken");
    }
  }
}
