package io.rehydrate.users;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.settings.User;
import io.rehydrate.settings.UsersFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users as their file has them now: a change counts from the next request. As long as there
 * never was a file, everybody is an operator; a file that is gone or broken lets nobody in.
 */
public final class UserDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(UserDirectory.class);

  /** So long after a change a file may change again without looking different. */
  private static final Duration RACY = Duration.ofSeconds(2);

  private record Version(Object key, Instant changed, long size) {}

  private final Path file;
  private final Clock clock;
  private boolean seen;
  private Optional<Version> known = Optional.empty();
  private boolean mayDiffer;
  private Map<String, User> users = Map.of();
  private List<String> problems = List.of();

  /**
   * @param given whether there are users although the file may be missing by now
   */
  public UserDirectory(Path file, boolean given, Clock clock) {
    this.file = file;
    this.seen = given;
    this.clock = clock;
  }

  /** Whether there are no users, so that everybody of this machine is an operator. */
  public synchronized boolean isOpen() {
    look();
    return !seen;
  }

  /**
   * The user of this name; empty where there is none.
   *
   * @throws StageFailedException {@code users.file}
   */
  public synchronized Optional<User> find(String name) {
    look();
    requireUsable();
    return Optional.ofNullable(users.get(name));
  }

  /**
   * Who this is; as long as there are no users, an operator. Empty where there is no such user.
   *
   * @param origin where the person asks from
   */
  public Optional<Person> person(String name, String origin) {
    return isOpen()
        ? Optional.of(Person.operator(name, origin))
        : find(name).map(user -> new Person(user.name(), user.role(), origin));
  }

  /**
   * All users, by name.
   *
   * @throws StageFailedException {@code users.file}
   */
  public synchronized List<User> all() {
    look();
    requireUsable();
    return List.copyOf(users.values());
  }

  private void requireUsable() {
    if (!problems.isEmpty()) {
      throw new StageFailedException(
          ErrorCode.USERS_FILE,
          "The users can't be read, so nobody is let in",
          "An operator finds the reason in the daemon's log");
    }
  }

  private void look() {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      Version version = new Version(now.fileKey(), now.lastModifiedTime().toInstant(), now.size());
      if (mayDiffer || !known.equals(Optional.of(version))) {
        read();
        known = Optional.of(version);
        mayDiffer = clock.instant().isBefore(version.changed().plus(RACY));
      }
    } catch (NoSuchFileException e) {
      if (seen) {
        broken(List.of("there is no such file any more"));
      }
    } catch (IOException e) {
      seen = true;
      broken(List.of("the file can't be read"));
    }
  }

  private void read() throws IOException {
    if (!seen) {
      LOG.info("There are users now: everything but the sign-in page asks who it is");
    }
    seen = true;
    List<String> found = UsersFile.problems(file);
    if (found.isEmpty()) {
      users = UsersFile.read(file).users();
      if (!problems.isEmpty()) {
        LOG.info("{} can be used again", file);
      }
      problems = List.of();
    } else {
      broken(found);
    }
  }

  private void broken(List<String> found) {
    known = Optional.empty();
    users = Map.of();
    if (!found.equals(problems)) {
      LOG.error("{} can't be used, so nobody is let in: {}", file, String.join("; ", found));
    }
    problems = found;
  }
}
