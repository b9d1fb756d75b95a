package io.rehydrate.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;

/**
 * Vert.x whose HTTP servers speak HTTP/1.1 alone and close connections on which nothing happens.
 * Camel makes its servers with options of its own, and by these a connection is never closed, and
 * HTTP/2 may begin without having been offered.
 */
final class BoundedVertx {
  private final Vertx vertx;
  private final Duration idle;
  private final Optional<Encryption> encryption;

  private BoundedVertx(Vertx vertx, Duration idle, Optional<Encryption> encryption) {
    this.encryption = encryption;
    this.vertx = vertx;
    this.idle = idle;
  }

  /**
   * @param idle after which a connection is closed, whole seconds
   */
  static Vertx create(VertxOptions options, Duration idle, Optional<Encryption> encryption) {
    BoundedVertx bounded = new BoundedVertx(Vertx.vertx(options), idle, encryption);
    return (Vertx)
        Proxy.newProxyInstance(
            BoundedVertx.class.getClassLoader(),
            new Class<?>[] {VertxInternal.class},
            (proxy, method, arguments) -> bounded.call(method, arguments));
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    if (arguments != null && arguments[0] instanceof HttpServerOptions options) {
      options.setIdleTimeout((int) idle.toSeconds()).setHttp2ClearTextEnabled(false);
      encryption.ifPresent(tls -> tls.applyTo(options));
    }
    try {
      return method.invoke(vertx, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
