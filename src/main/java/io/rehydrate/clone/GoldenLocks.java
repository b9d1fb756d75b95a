package io.rehydrate.clone;

import io.rehydrate.run.ActiveRun;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One at a time works on a dump's golden, whichever process; a dead one's lock is gone with it. */
final class GoldenLocks {
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);

  /**
   * Those of this process: closing any channel of a file would release the locks that others of the
   * same process have on it.
   */
  private static final Map<Path, FileChannel> HELD = new ConcurrentHashMap<>();

  private final CloneFolders folders;

  GoldenLocks(CloneFolders folders) {
    this.folders = folders;
  }

  /** Waits for the lock, as long as the run is active. */
  FileChannel take(String dump, ActiveRun run) {
    CountDownLatch never = new CountDownLatch(1);
    while (true) {
      run.requireNotCancelled();
      Optional<FileChannel> taken = tryTake(dump);
      if (taken.isPresent()) {
        return taken.get();
      }
      try {
        never.await(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  /** Empty where another has it. */
  Optional<FileChannel> tryTake(String dump) {
    Path file = folders.goldens().resolve(".lock-" + dump);
    synchronized (HELD) {
      if (HELD.containsKey(file)) {
        return Optional.empty();
      }
      try {
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
          channel.close();
          return Optional.empty();
        }
        HELD.put(file, channel);
        return Optional.of(channel);
      } catch (IOException e) {
        throw folders.failed("takes no lock", e);
      }
    }
  }

  void release(FileChannel lock) {
    synchronized (HELD) {
      HELD.values().remove(lock);
      try {
        lock.close();
      } catch (IOException e) {
        throw folders.failed("keeps a lock", e);
      }
    }
  }
}
