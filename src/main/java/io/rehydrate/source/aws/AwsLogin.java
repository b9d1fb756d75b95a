package io.rehydrate.source.aws;

import io.rehydrate.error.RefusedException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.server.ServerIdentity;
import io.rehydrate.server.Sessions;
import io.rehydrate.server.SqlErrors;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import io.rehydrate.source.Scratch;
import io.rehydrate.source.SourceSnapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Variable;

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
   * @throws StageFailedException {@code server.unreachable} once the time is over
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
    try (Connection session = Sessions.open(login(aws), "scratch")) {
      aws.loggedIn();
      aws.run().log().info("the scratch answers: " + Sessions.version(session).text());
    } catch (StageFailedException e) {
      retryLater(aws, first, e);
    } catch (SQLException e) {
      retryLater(aws, first, Sessions.unreachable(login(aws), "scratch", e));
    }
  }

  private void retryLater(AwsScratch aws, boolean first, StageFailedException e) {
    if (aws.loginDeadline().filter(clock.instant()::isAfter).isPresent()) {
      throw e.code().equals("server.login") ? stranger(aws, e) : e;
    }
    if (first) {
      aws.run().log().info("the scratch does not answer yet: " + e.getMessage());
    }
  }

  /** Only the scratch knows this night's password: a server that does not is another one. */
  private static RefusedException stranger(AwsScratch aws, StageFailedException e) {
    return new RefusedException(
        "guard.scratch",
        "The server at "
            + login(aws).url().address()
            + " does not know the password of this night, so it is not proven to be the scratch",
        "Check scratch.url, and that its tunnel leads to the scratch",
        e);
  }

  static ServerLogin login(AwsScratch aws) {
    boolean instance = aws.settings().isInstance();
    String user = instance ? aws.instance().masterUsername() : aws.cluster().masterUsername();
    ServerUrl url =
        aws.settings()
            .scratchUrl()
            .orElseGet(
                () ->
                    new ServerUrl(
                        aws.instance().endpoint().address(),
                        aws.instance().endpoint().port(),
                        Optional.empty(),
                        Map.of()));
    return new ServerLogin(url, user, aws.password());
  }

  /**
   * Proves that this is the scratch.
   *
   * @throws io.rehydrate.error.RefusedException {@code guard.source}
   */
  public ServerLogin prove(@Variable("aws") AwsScratch aws) {
    ServerLogin login = login(aws);
    try (Connection session = Sessions.open(login, "scratch")) {
      proof.require(session, aws);
      return login;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** The scratch as the following steps know it. */
  public Scratch scratch(@Variable("aws") AwsScratch aws, @Variable("plan") ResolvedPlan plan) {
    ServerLogin login = login(aws);
    try (Connection session = Sessions.open(login, "scratch")) {
      proof.require(session, aws);
      aws.run().remark(() -> cost.estimate(aws));
      return new Scratch(
          login,
          ServerIdentity.of(session),
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
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static StageFailedException failed(SQLException e) {
    return new StageFailedException(
        "scratch.unreadable",
        "The scratch can't be asked who it is (" + SqlErrors.describe(e) + ")",
        "Start the night again",
        e);
  }
}
