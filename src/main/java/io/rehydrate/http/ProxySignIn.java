package io.rehydrate.http;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.settings.Settings;
import io.rehydrate.settings.User;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The user whom a reverse proxy has signed in, by the header that it sets. */
final class ProxySignIn {
  private static final Logger LOG = LoggerFactory.getLogger(ProxySignIn.class);
  private static final Duration LOGGED_EVERY = Duration.ofHours(1);
  private static final int REMEMBERED = 1_000;

  private final Optional<String> header;
  private final Set<String> proxies;
  private final Clock clock;
  private final Map<String, Instant> logged =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > REMEMBERED;
        }
      };

  ProxySignIn(Settings.Users settings, Clock clock) {
    this.header = settings.proxyHeader();
    this.proxies = settings.proxies();
    this.clock = clock;
  }

  /** What the proxy's header says; none where there is no such header, or it is not the proxy's. */
  List<String> claims(HttpServerRequest request) {
    List<String> values = header.map(request.headers()::getAll).orElse(List.of());
    String address = Peer.address(request);
    if (values.isEmpty() || proxies.contains(address)) {
      return values;
    }
    warn(address);
    return List.of();
  }

  private synchronized void warn(String address) {
    Instant now = clock.instant();
    Instant last = logged.get(address);
    if (last == null || !now.isBefore(last.plus(LOGGED_EVERY))) {
      logged.put(address, now);
      LOG.warn(
          "{} sent {}, and is not one of users.proxies: the header was ignored",
          address,
          header.orElse(""));
    }
  }

  /**
   * The one name in these claims.
   *
   * @throws RequestException 401 where they name nobody who could be a user
   */
  static String name(List<String> claims) {
    if (claims.size() != 1 || !User.isName(claims.get(0))) {
      throw new RequestException(
          401,
          ErrorCode.LOGIN_HEADER.text(),
          "The reverse proxy does not name one user",
          "A user's name has " + User.NAME_FORM + "; check the proxy's configuration");
    }
    return claims.get(0);
  }
}
