package io.rehydrate.source.aws;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.RefusedException;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.ServerClock;
import io.rehydrate.mysql.ServerIdentity;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import io.rehydrate.settings.Settings;
import io.rehydrate.source.Scratch;
import io.rehydrate.source.SourceSnapshot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Variable;
import software.amazon.awssdk.services.rds.model.Endpoint;

/**
 * The bean that logs in to the scratch. "Available" is not "connectable": a new name may not
 * resolve yet, a new password may not have arrived.
 */
public final class AwsLogin {
  private final ScratchProof proof;
  private final AwsCost cost;
  private final Clock clock;

  public AwsLogin(ScratchProof proof, AwsCost cost, Clock clock) {
    this.proof = proof;
    this.cost = cost;
    this.clock = clock;
  }

  /**
   * Tries once.
   *
   * @param atMost milliseconds from the first try on
   * @throws StageFailedException {@code server.unreachable} once the time is over, {@code
   *     server.certificate} at once
   * @throws RefusedException {@code guard.source} where the address is the source's, {@code
   *     guard.scratch} where the password of this night was not taken in all that time
   */
  public void attempt(@Variable("aws") AwsScratch aws, long atMost) {
    aws.run().requireNotCancelled();
    proof.requireOtherEndpoint(aws);
    boolean first = aws.loginDeadline().isEmpty();
    if (first) {
      aws.awaitLogin(clock.instant().plusMillis(atMost));
    }
    try (Connection session = Sessions.open(master(aws), "scratch")) {
      aws.loggedIn();
      aws.run().log().info("the scratch answers: " + Sessions.version(session).text());
    } catch (StageFailedException e) {
      retryLater(aws, first, e);
    } catch (SQLException e) {
      retryLater(aws, first, Sessions.unreachable(master(aws), "scratch", e));
    }
  }

  /** Whether the scratch takes a login with this night's password at this moment. */
  boolean answers(AwsScratch aws) {
    try {
      proof.requireOtherEndpoint(aws);
      Sessions.open(master(aws), "scratch").close();
      return true;
    } catch (RehydrateException | SQLException e) {
      return false;
    }
  }

  private void retryLater(AwsScratch aws, boolean first, StageFailedException e) {
    if (e.code().equals("server.certificate")) {
      throw e;
    }
    if (aws.loginDeadline().filter(clock.instant()::isAfter).isPresent()) {
      throw e.code().equals("server.login") ? stranger(aws, e) : e;
    }
    if (first) {
      aws.run().log().info("the scratch does not answer yet: " + e.getMessage());
    }
    if (e.code().equals("server.login") && isPasswordLost(aws)) {
      aws.run().log().info("the password is not taken after minutes; it is set again");
      aws.setPasswordAgain();
    }
  }

  /** AWS says that it has set it, and nothing came of it. */
  private boolean isPasswordLost(AwsScratch aws) {
    return aws.settings().scratch().url().isEmpty()
        && aws.passwordSetAt()
            .filter(at -> at.plus(RdsPoller.PASSWORD).isBefore(clock.instant()))
            .isPresent();
  }

  /** Only the scratch knows this night's password: a server that does not is another one. */
  private static RefusedException stranger(AwsScratch aws, StageFailedException e) {
    return new RefusedException(
        ErrorCode.GUARD_SCRATCH,
        "The server at "
            + url(aws).address()
            + " does not know the password of this night, so it is not proven to be the scratch",
        "Check scratch.url, and that its tunnel leads to the scratch",
        e);
  }

  /**
   * Before anything is paid for: the master account's password is made again, so nobody else can
   * name one for it.
   *
   * @throws InvalidException {@code aws.account}
   */
  public void requireOwnAccount(@Variable("aws") AwsScratch aws) {
    String master =
        aws.settings().isInstance()
            ? aws.sourceInstance().masterUsername()
            : aws.sourceCluster().masterUsername();
    if (account(aws).filter(a -> a.username().equals(master)).isPresent()) {
      throw new InvalidException(
          ErrorCode.AWS_ACCOUNT,
          "scratch.username is "
              + master
              + ", the master account of "
              + aws.source()
              + ", whose password each night sets on the copy",
          "Leave scratch.username and its password out, or name another account");
    }
  }

  private static Optional<Settings.Aws.Account> account(AwsScratch aws) {
    return aws.settings().scratch().account();
  }

  static ServerUrl url(AwsScratch aws) {
    Settings.Aws.Reach reach = aws.settings().scratch();
    return reach
        .url()
        .orElseGet(
            () -> {
              Endpoint told = aws.instance().endpoint();
              if (told == null || told.address() == null || told.port() == null) {
                throw new StageFailedException(
                    ErrorCode.SERVER_UNREACHABLE,
                    "AWS reports no endpoint of the instance " + aws.instanceName(),
                    "Look at it in the AWS console, then start the night again");
              }
              ServerUrl url =
                  new ServerUrl(told.address(), told.port(), Optional.empty(), Map.of());
              return reach.authorities().map(url::trusting).orElse(url);
            });
  }

  /** It proves by its password that the server is the scratch. */
  private static ServerLogin master(AwsScratch aws) {
    boolean instance = aws.settings().isInstance();
    String user = instance ? aws.instance().masterUsername() : aws.cluster().masterUsername();
    return new ServerLogin(url(aws), user, aws.password());
  }

  /** That of the settings, else the master account. */
  private static ServerLogin worker(AwsScratch aws) {
    return account(aws)
        .map(own -> new ServerLogin(url(aws), own.username(), own.password()))
        .orElseGet(() -> master(aws));
  }

  /** What a proven session reports. */
  private interface Question<T> {
    T ask(Connection session) throws SQLException;
  }

  /** The master account's session is the proof; the one that works has to be on that server. */
  private <T> T proven(AwsScratch aws, Question<T> question) {
    try (Connection session = Sessions.open(master(aws), "scratch")) {
      proof.require(session, aws);
      if (account(aws).isPresent()) {
        try (Connection own = Sessions.open(worker(aws), "scratch")) {
          proof.requireSameServer(session, own);
        }
      }
      return question.ask(session);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /**
   * Proves that this is the scratch.
   *
   * @return the login of those who work there
   * @throws io.rehydrate.error.RefusedException {@code guard.source}, {@code guard.scratch}
   * @throws io.rehydrate.error.RefusedException {@code clock.differs}
   * @throws StageFailedException {@code server.login} where the account of the settings is not one
   */
  public ServerLogin prove(@Variable("aws") AwsScratch aws) {
    account(aws).ifPresent(own -> aws.run().log().info("the work is done as " + own.username()));
    return proven(
        aws,
        session -> {
          ServerClock.require(session, "scratch", clock);
          return worker(aws);
        });
  }

  /** The scratch as the following steps know it. */
  public Scratch scratch(@Variable("aws") AwsScratch aws, @Variable("plan") ResolvedPlan plan) {
    ServerIdentity identity =
        proven(
            aws,
            session -> {
              aws.takes(bytes(session));
              return ServerIdentity.of(session);
            });
    aws.run().addReportNote(() -> cost.estimate(aws));
    return new Scratch(
        worker(aws),
        identity,
        Optional.empty(),
        plan.catalog(),
        aws.source(),
        aws.snapshot()
            .map(
                s ->
                    new SourceSnapshot(
                        s.id(),
                        s.createdAt(),
                        s.isForWantOfAnother()
                            ? Optional.of(s.age(clock.instant()) + " old, because " + s.older())
                            : Optional.empty())),
        Map.of());
  }

  /** For the estimate of the cost. */
  private static long bytes(Connection session) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT COALESCE(SUM(data_length + index_length), 0) FROM"
                    + " information_schema.tables")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static StageFailedException failed(SQLException e) {
    return new StageFailedException(
        ErrorCode.SCRATCH_UNREADABLE,
        "The scratch can't be asked who it is (" + SqlErrors.describe(e) + ")",
        "Start the night again",
        e);
  }
}
