package io.rehydrate.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lets through only what was sent to this machine by its own names, from this machine, and from no
 * other site's page: a browser can be lured to a name that leads here.
 */
final class OwnAddress {
  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final int HTTP_PORT = 80;

  private OwnAddress() {}

  static void require(HttpServerRequest request) {
    int port = request.localAddress().port();
    if (!isLoopback(request.remoteAddress())) {
      throw refused("request.remote", "This machine alone is served as long as there are no users");
    }
    if (!isOwn(hosts(request), port)) {
      throw refused("request.host", "The request was meant for another host");
    }
    if (!request.uri().startsWith("/")) {
      throw new RequestException(
          400, "request.invalid", "The request's target is not a path", "Ask for a path");
    }
    request.headers().getAll(HttpHeaders.ORIGIN).stream()
        .filter(origin -> !own("http://", port).contains(origin.toLowerCase(Locale.ROOT)))
        .findAny()
        .ifPresent(
            origin -> {
              throw refused("request.origin", "The request comes from another site's page");
            });
  }

  private static boolean isLoopback(SocketAddress remote) {
    try {
      return InetAddress.getByName(remote.hostAddress()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** HTTP/2 has an authority in the host's place. */
  private static List<String> hosts(HttpServerRequest request) {
    List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
    if (hosts.isEmpty() && request.authority() != null) {
      return List.of(request.authority().toString());
    }
    return hosts;
  }

  private static boolean isOwn(List<String> hosts, int port) {
    return hosts.size() == 1 && own("", port).contains(hosts.get(0).toLowerCase(Locale.ROOT));
  }

  private static Set<String> own(String scheme, int port) {
    return NAMES.stream()
        .map(name -> scheme + name + (port == HTTP_PORT ? "" : ":" + port))
        .collect(Collectors.toSet());
  }

  private static RequestException refused(String code, String detail) {
    return new RequestException(
        403, code, detail, "Use http://localhost with the server's own port, on this machine");
  }
}
