package io.rehydrate.demo.rds;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A simulated RDS on a free port of the loopback address, for an SDK's client that is given its
 * {@link #endpoint()}, {@link #region()} and keys. No AWS account is in play and nothing is paid
 * for. States follow from the clock that it is given; data lies in the storage that it is given.
 *
 * <p>A cluster's data has a server as long as the cluster has an instance; every endpoint is {@link
 * #HOST} with that server's port. Readers share their cluster's server. There is no
 * {@code @@aurora_server_id}: a server is distinguished from another by {@code @@hostname},
 * {@code @@port} and {@code @@datadir}.
 */
public final class FakeRds implements AutoCloseable {
  public static final String HOST = "127.0.0.1";
  private static final int THREADS = 8;

  static {
    // the server writes head and body apart: without this each answer waits 40 ms for an ACK
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final Account account;
  private final Storage storage;
  private final Faults faults;
  private final CallLog calls = new CallLog();
  private final World world;

  private FakeRds(Storage storage, Clock clock, Courses courses) throws IOException {
    this.storage = storage;
    this.faults = new Faults(courses);
    this.account = new Account(storage, clock, faults);
    this.world = new World(account);
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "simulated-rds-http");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", new Endpoint(account, faults, calls));
    server.start();
  }

  /**
   * Starts one, with nothing in it.
   *
   * @param storage is closed with it
   * @param courses how long each step takes, by that clock
   */
  public static FakeRds start(Storage storage, Clock clock, Courses courses) {
    try {
      return new FakeRds(storage, clock, courses);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI endpoint() {
    return URI.create("http://" + HOST + ":" + server.getAddress().getPort());
  }

  public String region() {
    return Arn.REGION;
  }

  public String account() {
    return Arn.ACCOUNT;
  }

  public String accessKey() {
    return Signature.ACCESS_KEY;
  }

  public String secretKey() {
    return Signature.SECRET_KEY;
  }

  /** What is there without a call having made it. */
  public World world() {
    return world;
  }

  public Faults faults() {
    return faults;
  }

  public CallLog calls() {
    return calls;
  }

  /** What calls have made, brought up to the clock's time. */
  public Ledger ledger() {
    synchronized (account) {
      account.settle();
      return account.ledger();
    }
  }

  /** What went wrong inside: a copy or a server that failed. A sound simulation has none. */
  public List<Throwable> failures() {
    return account.work().failures();
  }

  /** Ends the endpoint and its servers; those that were brought along stay. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    account.work().finish(storage::close);
    account.work().close();
  }
}
