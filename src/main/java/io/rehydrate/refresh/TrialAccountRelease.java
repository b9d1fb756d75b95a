package io.rehydrate.refresh;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.run.Releaser;
import io.rehydrate.run.Resource;
import io.rehydrate.settings.ServerLogin;
import java.sql.Connection;
import java.sql.SQLException;

/** Removes the account that a run made on the scratch; a second time it finds nothing to do. */
public final class TrialAccountRelease implements Releaser {
  private final ServerLogin login;

  public TrialAccountRelease(ServerLogin login) {
    this.login = login;
  }

  @Override
  public String kind() {
    return TrialAccount.KIND;
  }

  /**
   * @throws StageFailedException {@code scratch.release}, or as {@link Sessions#open} does
   */
  @Override
  public void release(Resource resource) {
    try (Connection scratch = Sessions.open(login, "scratch")) {
      TrialAccount.drop(scratch, resource.run());
    } catch (SQLException e) {
      throw new StageFailedException(
          ErrorCode.SCRATCH_RELEASE,
          "Removing the account "
              + resource.name()
              + " on the scratch failed ("
              + SqlErrors.describe(e)
              + ")",
          "Run sweep once the scratch answers",
          e);
    }
  }
}
