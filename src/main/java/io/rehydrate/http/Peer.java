package io.rehydrate.http;

import io.rehydrate.settings.IpAddress;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Set;

/** Where a request comes from. */
final class Peer {
  private static final String FORWARDED_FOR = "X-Forwarded-For";
  private static final String FORWARDED_PROTO = "X-Forwarded-Proto";

  private Peer() {}

  /** The address of the other end of the connection. */
  static String address(HttpServerRequest request) {
    String host = request.remoteAddress().hostAddress();
    return IpAddress.plain(host == null ? "" : host).orElse("?");
  }

  /**
   * The address of the browser or program: from one of these proxies, the last one that the proxy
   * names, which it wrote itself.
   */
  static String origin(HttpServerRequest request, Set<String> proxies) {
    String address = address(request);
    List<String> forwarded = request.headers().getAll(FORWARDED_FOR);
    if (!proxies.contains(address) || forwarded.isEmpty()) {
      return address;
    }
    String[] hops = forwarded.get(forwarded.size() - 1).split(",", -1);
    return IpAddress.plain(hops[hops.length - 1].strip()).orElse(address);
  }

  /**
   * Whether the browser's end is encrypted: cookies are for such connections alone then. Whoever
   * claims it wrongly makes their own cookie useless.
   */
  static boolean isSecure(HttpServerRequest request) {
    return request.isSSL() || "https".equalsIgnoreCase(request.getHeader(FORWARDED_PROTO));
  }
}
