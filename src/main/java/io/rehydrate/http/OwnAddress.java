package io.rehydrate.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Lets through only what comes from no other site's page, and, as long as there are no users, what
 * was sent to this machine by its own names, from this machine: a browser can be lured to a name
 * that leads here. The port may be another one than the server's: that of a tunnel's end on a
 * developer's machine.
 */
final class OwnAddress {
  private static final Pattern OWN =
      Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1\\])(:\\d{1,5})?");

  private OwnAddress() {}

  /**
   * @param open whether there are no users
   */
  static void require(HttpServerRequest request, boolean open) {
    if (open && !isLoopback(request.remoteAddress())) {
      throw refused("request.remote", "This machine alone is served as long as there are no users");
    }
    List<String> hosts = hosts(request);
    if (hosts.size() != 1 || (open && !OWN.matcher(lower(hosts.get(0))).matches())) {
      throw refused("request.host", "The request was meant for another host");
    }
    if (!request.uri().startsWith("/")) {
      throw new RequestException(
          400, "request.invalid", "The request's target is not a path", "Ask for a path");
    }
    request.headers().getAll(HttpHeaders.ORIGIN).stream()
        .filter(origin -> !isOwn(lower(origin), lower(hosts.get(0)), open))
        .findAny()
        .ifPresent(
            origin -> {
              throw refused("request.origin", "The request comes from another site's page");
            });
  }

  /** Whether it was sent on this machine, to one of its own names. */
  static boolean isOwn(HttpServerRequest request) {
    List<String> hosts = hosts(request);
    return isLoopback(request.remoteAddress())
        && hosts.size() == 1
        && OWN.matcher(lower(hosts.get(0))).matches();
  }

  /** In front of a reverse proxy the browser may speak TLS. */
  private static boolean isOwn(String origin, String host, boolean open) {
    return origin.equals("http://" + host) || (!open && origin.equals("https://" + host));
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

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static RequestException refused(String code, String detail) {
    return new RequestException(
        403,
        code,
        detail,
        "Use http://localhost with the port of the server, or of a tunnel to it, on this machine");
  }
}
