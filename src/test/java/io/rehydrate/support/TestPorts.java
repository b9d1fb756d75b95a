package io.rehydrate.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for settings that must name one. They are below those that the system gives to port 0, so
 * that nothing else which a test starts gets one of them.
 */
public final class TestPorts {
  private static final int FIRST = 15_000;
  private static final int LAST = 32_000;

  private TestPorts() {}

  /** One of the loopback address that nobody listens on. */
  public static int free() {
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // it is in use: the next one
      }
    }
    throw new IllegalStateException("no port is free");
  }
}
