package io.rehydrate.support;

import io.rehydrate.settings.ServerUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * What stands between a client and its server: a name that may lead to another server from one
 * moment to the next, a network that goes silent, somebody who changes what passes.
 */
public final class TestProxy implements AutoCloseable {
  private final ServerSocket door;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile ServerUrl server;
  private volatile boolean silent;
  private volatile int silentAt = Integer.MAX_VALUE;
  private volatile Turn turn;
  private volatile Map<String, String> words = Map.of();
  private volatile UnaryOperator<byte[]> greeting = UnaryOperator.identity();

  private record Turn(int connection, ServerUrl to) {}

  private TestProxy(ServerUrl server) throws IOException {
    this.server = server;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    thread(this::accept);
  }

  /** A way to this server. */
  public static TestProxy to(ServerUrl server) throws IOException {
    return new TestProxy(server);
  }

  public ServerUrl url() {
    return ServerUrl.parse("jdbc:mysql://127.0.0.1:" + door.getLocalPort());
  }

  public int connections() {
    return connections.get();
  }

  /** New connections lead to another server from now on. */
  public void turnTo(ServerUrl other) {
    server = other;
  }

  /** The n-th connection, and all that follow, lead to another server. */
  public TestProxy turningAt(int connection, ServerUrl other) {
    turn = new Turn(connection, other);
    return this;
  }

  /** From the n-th connection on nothing passes, in this one and in all others. */
  public TestProxy silentAt(int connection) {
    silentAt = connection;
    return this;
  }

  /** All passes again, in new connections. */
  public void speakAgain() {
    silentAt = Integer.MAX_VALUE;
    silent = false;
  }

  /** Nothing passes any more, in either direction, while every connection stays open. */
  public void fallSilent() {
    silent = true;
  }

  /** Words of a client's statements are exchanged for others of the same length. */
  public TestProxy rewriting(Map<String, String> exchanged) {
    exchanged.forEach(
        (from, to) -> {
          if (from.length() != to.length()) {
            throw new IllegalArgumentException(from + " and " + to + " differ in length");
          }
        });
    words = Map.copyOf(exchanged);
    return this;
  }

  /** The server's greeting no longer offers encryption. */
  public TestProxy withoutTls() {
    greeting = TestProxy::stripped;
    return this;
  }

  /** Protocol 10: the version's text ends with a zero; the flags follow 13 bytes later. */
  private static byte[] stripped(byte[] bytes) {
    int end = 5;
    while (bytes[end] != 0) {
      end++;
    }
    bytes[end + 1 + 4 + 8 + 1 + 1] &= ~(0x0800 >> 8);
    return bytes;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = door.accept();
        int number = connections.incrementAndGet();
        silent |= number >= silentAt;
        Turn at = turn;
        ServerUrl to = at != null && number >= at.connection() ? at.to() : server;
        thread(() -> serve(client, to));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket client, ServerUrl to) {
    sockets.add(client);
    try {
      if (silent) {
        client.getInputStream().readAllBytes(); // it stays open, and nobody answers
        return;
      }
      Socket behind = new Socket(to.host(), to.port());
      sockets.add(behind);
      thread(() -> pump(client, behind, true));
      pump(behind, client, false);
    } catch (IOException e) {
      shut(client);
    }
  }

  private void pump(Socket from, Socket to, boolean statements) {
    boolean first = !statements;
    byte[] buffer = new byte[1 << 16];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (silent) {
          continue;
        }
        byte[] piece = java.util.Arrays.copyOf(buffer, n);
        if (first) {
          piece = greeting.apply(piece);
          first = false;
        }
        out.write(statements ? rewritten(piece) : piece);
      }
    } catch (IOException e) {
      // one of them has hung up
    }
    shut(from);
    shut(to);
  }

  private byte[] rewritten(byte[] piece) {
    String text = new String(piece, StandardCharsets.ISO_8859_1);
    for (Map.Entry<String, String> word : words.entrySet()) {
      text = text.replace(word.getKey(), word.getValue());
    }
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void shut(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone
    }
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work, "test-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    door.close();
    new ArrayList<>(sockets).forEach(TestProxy::shut);
  }

  /** A login at the server, on the way through here. */
  public io.rehydrate.settings.ServerLogin login(io.rehydrate.settings.ServerLogin direct) {
    Optional<String> schema = direct.url().schema();
    ServerUrl way = url();
    return direct.withUrl(new ServerUrl(way.host(), way.port(), schema, direct.url().parameters()));
  }
}
