package io.rehydrate.support;

import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that lets everybody in and answers a statement by asking the client for one of its
 * files, as the protocol of LOAD DATA LOCAL INFILE lets it. What comes back is kept.
 */
public final class HostileServer implements AutoCloseable {
  private static final int PLUGIN_AUTH = 1 << 19;
  private static final int PROTOCOL_41 = 1 << 9;
  private static final int SECURE_CONNECTION = 1 << 15;
  private static final int LOCAL_FILES = 1 << 7;
  private static final int TRANSACTIONS = 1 << 13;
  private static final int WITH_DATABASE = 1 << 3;
  private static final int QUERY = 3;
  private static final int QUIT = 1;

  private final ServerSocket socket;
  private final boolean mariaDb;
  private final String file;
  private final int answered;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final List<String> queries = new ArrayList<>();

  private HostileServer(boolean mariaDb, Path file, int answered) throws IOException {
    this.mariaDb = mariaDb;
    this.file = file.toString();
    this.answered = answered;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::accept, "hostile-server");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Begins to listen.
   *
   * @param mariaDb how it presents itself
   * @param answered how many statements of a session it answers properly before it asks
   */
  public static HostileServer askingFor(Path file, boolean mariaDb, int answered)
      throws IOException {
    return new HostileServer(mariaDb, file, answered);
  }

  public ServerLogin login() {
    return new ServerLogin(
        ServerUrl.parse("jdbc:mysql://127.0.0.1:" + socket.getLocalPort() + "/shop"),
        "dev",
        new Secret("word"));
  }

  /** Everything that clients have sent of the file. */
  public synchronized String received() {
    return received.toString(StandardCharsets.ISO_8859_1);
  }

  /** The statements that it was sent. */
  public synchronized List<String> queries() {
    return List.copyOf(queries);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        client.setSoTimeout(20_000);
        serve(client);
      } catch (IOException e) {
        // the client left, as it should
      }
    }
  }

  private void serve(Socket client) throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    OutputStream out = client.getOutputStream();
    send(out, 0, greeting());
    read(in);
    int sequence = 2;
    if (!mariaDb) {
      send(out, sequence++, new byte[] {1, 3});
    }
    send(out, sequence, ok());
    for (int count = 0; true; count++) {
      byte[] command = read(in);
      if (command.length == 0 || command[0] == QUIT) {
        return;
      }
      if (command[0] == QUERY) {
        synchronized (this) {
          queries.add(new String(command, 1, command.length - 1, StandardCharsets.UTF_8));
        }
      }
      if (command[0] != QUERY || count < answered) {
        send(out, 1, ok());
        continue;
      }
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      request.write(0xfb);
      request.write(file.getBytes(StandardCharsets.UTF_8));
      send(out, 1, request.toByteArray());
      byte[] piece = read(in);
      int next = 3;
      while (piece.length > 0) {
        synchronized (this) {
          received.write(piece);
        }
        piece = read(in);
        next++;
      }
      send(out, next, ok());
    }
  }

  private byte[] greeting() throws IOException {
    int capabilities =
        PLUGIN_AUTH
            | PROTOCOL_41
            | SECURE_CONNECTION
            | LOCAL_FILES
            | TRANSACTIONS
            | WITH_DATABASE
            | 1;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(10);
    text(bytes, mariaDb ? "5.5.5-11.4.5-MariaDB" : "9.7.4");
    bytes.write(new byte[] {7, 0, 0, 0});
    bytes.write("abcdefgh".getBytes(StandardCharsets.UTF_8));
    bytes.write(0);
    bytes.write(capabilities & 0xff);
    bytes.write(capabilities >> 8 & 0xff);
    bytes.write(45);
    bytes.write(new byte[] {2, 0});
    bytes.write(capabilities >> 16 & 0xff);
    bytes.write(capabilities >> 24 & 0xff);
    bytes.write(21);
    bytes.write(new byte[10]);
    text(bytes, "ijklmnopqrst");
    text(bytes, mariaDb ? "mysql_native_password" : "caching_sha2_password");
    return bytes.toByteArray();
  }

  private static void text(ByteArrayOutputStream bytes, String text) throws IOException {
    bytes.write(text.getBytes(StandardCharsets.UTF_8));
    bytes.write(0);
  }

  private static byte[] ok() {
    return new byte[] {0, 0, 0, 2, 0, 0, 0};
  }

  private static void send(OutputStream out, int sequence, byte[] payload) throws IOException {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.write(payload.length & 0xff);
    packet.write(payload.length >> 8 & 0xff);
    packet.write(payload.length >> 16 & 0xff);
    packet.write(sequence);
    packet.write(payload);
    out.write(packet.toByteArray());
    out.flush();
  }

  private static byte[] read(DataInputStream in) throws IOException {
    int length = in.readUnsignedByte() | in.readUnsignedByte() << 8 | in.readUnsignedByte() << 16;
    in.readUnsignedByte();
    byte[] payload = new byte[length];
    in.readFully(payload);
    return payload;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
