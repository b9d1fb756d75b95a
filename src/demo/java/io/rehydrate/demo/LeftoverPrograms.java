package io.rehydrate.demo;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Programs of a folder that a killed process left running: they hold its data, and the next server
 * would not start.
 */
final class LeftoverPrograms {
  private static final int PATIENCE_SECONDS = 60;

  private final Path folder;

  /**
   * @param folder of the unpacked programs
   */
  LeftoverPrograms(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** Asks them to end, and waits until they are gone; who does not listen is ended by force. */
  void end() {
    for (List<ProcessHandle> found = running(); !found.isEmpty(); found = running()) {
      found.forEach(ProcessHandle::destroy);
      if (!areGone(found)) {
        found.forEach(ProcessHandle::destroyForcibly);
        if (!areGone(found)) {
          throw new StageFailedException(
              ErrorCode.DEMO_LEFTOVER,
              "A program of an earlier demo does not end: process " + found.get(0).pid(),
              "End it by hand, then start the demo again",
              null);
        }
      }
    }
  }

  List<ProcessHandle> running() {
    return ProcessHandle.allProcesses().filter(this::isOurs).toList();
  }

  /** Run by its own path, or a script of the folder run by a shell. */
  private boolean isOurs(ProcessHandle process) {
    return process.info().command().filter(this::isInside).isPresent()
        || process
            .info()
            .arguments()
            .filter(arguments -> arguments.length > 0 && isInside(arguments[0]))
            .isPresent();
  }

  private boolean isInside(String path) {
    return path.startsWith(folder + "/");
  }

  private static boolean areGone(List<ProcessHandle> processes) {
    CompletableFuture<?>[] exits =
        processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(exits).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
