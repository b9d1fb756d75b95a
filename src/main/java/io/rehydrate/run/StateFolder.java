package io.rehydrate.run;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.settings.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;

/** The folder of what an installation needs next to the store, which nobody else may enter. */
public final class StateFolder {
  private StateFolder() {}

  /**
   * Makes it, or takes the rights of others from it.
   *
   * @throws StageFailedException {@code state.directory}
   */
  public static void own(Path directory) {
    try {
      PrivateFiles.ownDirectory(directory);
    } catch (IOException e) {
      throw new StageFailedException(
          ErrorCode.STATE_DIRECTORY,
          "The folder " + directory + " can't be made (" + e.getClass().getSimpleName() + ")",
          "Check the rights of the account that runs this, and the disk",
          e);
    }
  }
}
