package io.rehydrate.refresh;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.run.Run;
import io.rehydrate.users.UserDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that request files are dropped into. Whoever may drop one may also rename, replace and
 * link whatever lies there, so a file is first moved to where only we can write, under a name of
 * our own, and looked at then.
 */
public final class Inbox {
  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);
  private static final String TAKEN = ".taken";
  private static final int MOST_AT_A_TIME = 10;
  private static final int MOST_LOOKED_AT = 1_000;
  private static final Duration FORGOTTEN = Duration.ofMinutes(1);

  private final RequestFile requests;
  private final Path directory;
  private final Clock clock;
  private final SettledFiles settled = new SettledFiles();
  private String lastTrouble = "";
  private int stamps;

  /**
   * @param directory the inbox; {@link #open} and {@link #take} make it where it does not exist
   */
  public Inbox(Refreshes refreshes, UserDirectory users, Path directory, Clock clock) {
    this.requests = new RequestFile(refreshes, users);
    this.directory = directory;
    this.clock = clock;
  }

  /** Makes the folder, so that files can be dropped from the daemon's start on. */
  public synchronized void open() {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      trouble(e);
    }
  }

  private record Dropped(Path name, PosixFileAttributes attributes) {}

  /**
   * Queues what the files ask for that have been dropped and are no longer written to. Each goes to
   * {@code done} or {@code failed}, with a file next to it that names the run, or the problem.
   */
  public synchronized void take() {
    try {
      Files.createDirectories(directory);
      for (Dropped file : dropped()) {
        take(file.name());
      }
      failForgotten();
      lastTrouble = "";
    } catch (IOException e) {
      trouble(e);
    }
  }

  /** The same trouble is logged once, and not every second. */
  private void trouble(IOException e) {
    if (!e.toString().equals(lastTrouble)) {
      lastTrouble = e.toString();
      LOG.error(
          "The inbox {} can't be used ({}: {}); requests in it wait",
          directory,
          e.getClass().getSimpleName(),
          e.getMessage());
    }
  }

  /** The oldest first. */
  private List<Dropped> dropped() throws IOException {
    List<Dropped> found = new ArrayList<>();
    Set<Path> names = new HashSet<>();
    Instant now = clock.instant();
    try (InboxFolder inbox = InboxFolder.open(directory)) {
      for (Path name : inbox.entries()) {
        if (names.size() < MOST_LOOKED_AT && InboxName.of(name).isRequest()) {
          names.add(name);
          look(inbox, name, now, found);
        }
      }
    }
    settled.keepOnly(names);
    found.sort(Comparator.comparing(file -> file.attributes().lastModifiedTime()));
    return found.subList(0, Math.min(MOST_AT_A_TIME, found.size()));
  }

  private void look(InboxFolder inbox, Path name, Instant now, List<Dropped> found)
      throws IOException {
    try {
      PosixFileAttributes attributes = inbox.attributes(name);
      if (settled.isSettled(name, attributes, now)) {
        found.add(new Dropped(name, attributes));
      }
    } catch (NoSuchFileException e) {
      // whoever dropped it took it away again
    }
  }

  private void take(Path dropped) throws IOException {
    InboxName name = InboxName.of(dropped);
    Path own = Path.of(stamp() + "-" + name.plain());
    try (InboxFolder inbox = InboxFolder.open(directory);
        InboxFolder taken = inbox.own(TAKEN, true, stamp())) {
      inbox.move(dropped, taken, own.toString());
      try {
        name.requireSound();
        done(inbox, taken, own, name.plain());
      } catch (RuntimeException e) {
        failed(inbox, taken, own, name.plain(), ours(e));
      }
    } catch (NoSuchFileException e) {
      // another one took it
    }
  }

  private void done(InboxFolder inbox, InboxFolder taken, Path file, String name)
      throws IOException {
    Run run = requests.queue(taken, file, name);
    LOG.info("The request {} became the run {}", name, run.id());
    keep(inbox, taken, file, "done", name, InboxName.RUN, RequestFile.note(run));
  }

  private void failed(
      InboxFolder inbox, InboxFolder taken, Path file, String name, RehydrateException problem)
      throws IOException {
    LOG.warn("The request {} was refused: {} [{}]", name, problem.getMessage(), problem.code());
    requests.refused(taken, file, name, problem);
    keep(inbox, taken, file, "failed", name, InboxName.PROBLEM, RequestFile.note(problem));
  }

  private static RehydrateException ours(RuntimeException failure) {
    if (failure instanceof RehydrateException ours) {
      return ours;
    }
    return new StageFailedException(
        ErrorCode.UNEXPECTED,
        "The request could not be taken: " + SqlErrors.describeAny(failure),
        "The daemon's own log has the details; drop it again once that is mended",
        failure);
  }

  /** The note is there before the file is, so that whoever sees the file finds it. */
  private void keep(
      InboxFolder inbox,
      InboxFolder taken,
      Path file,
      String where,
      String name,
      String suffix,
      byte[] note)
      throws IOException {
    try (InboxFolder kept = inbox.own(where, false, stamp())) {
      String free = name;
      while (kept.has(free) || kept.has(free + suffix)) {
        free = name.replaceFirst("\\.json$", "." + stamp() + ".json");
      }
      kept.create(free + suffix, note);
      taken.move(file, kept, free);
    }
  }

  /** What a process left that ended at it: perhaps it was queued, so it is not queued again. */
  private void failForgotten() throws IOException {
    String since = STAMP.format(clock.instant().minus(FORGOTTEN));
    try (InboxFolder inbox = InboxFolder.open(directory)) {
      if (!inbox.has(TAKEN)) {
        return;
      }
      try (InboxFolder taken = inbox.own(TAKEN, true, stamp())) {
        List<Path> left = new ArrayList<>();
        for (Path file : taken.entries()) {
          if (file.toString().compareTo(since) < 0) {
            left.add(file);
          }
        }
        for (Path file : left) {
          String name = file.toString().replaceFirst("^[^-]*-\\d+-", "");
          failed(inbox, taken, file, name, interrupted());
        }
      }
    }
  }

  private static RehydrateException interrupted() {
    return new StageFailedException(
        ErrorCode.REQUEST_INTERRUPTED,
        "The process ended while it took the request; it may have been queued",
        "Look at 'runs', and drop the request again where it is not there");
  }

  private String stamp() {
    return STAMP.format(clock.instant()) + "-" + stamps++;
  }
}
