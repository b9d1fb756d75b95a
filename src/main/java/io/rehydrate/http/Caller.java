package io.rehydrate.http;

import io.rehydrate.run.Actor;
import io.vertx.core.net.SocketAddress;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConstants;

/** Who is behind a request. */
final class Caller {
  private static final String NOBODY_KNOWN = "anonymous";

  private Caller() {}

  static Actor of(Message request) {
    SocketAddress from =
        request.getHeader(VertxPlatformHttpConstants.REMOTE_ADDRESS, SocketAddress.class);
    return new Actor(NOBODY_KNOWN, "http " + (from == null ? "?" : from.hostAddress()));
  }
}
