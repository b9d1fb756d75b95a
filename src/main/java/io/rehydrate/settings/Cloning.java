package io.rehydrate.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Clones: database servers of developers' own, made from copies of blocks.
 *
 * @param directory on a file system that shares blocks
 * @param kind the file system's, for the routes {@code copy-<kind>} and {@code remove-<kind>}
 * @param server the program that serves them: {@code mysqld} or {@code mariadbd}
 * @param host the address that they listen on
 * @param ports of which each takes one
 * @param memory the buffer pool of one, as the program takes it
 * @param goldens how many of the newest dumps have one
 * @param limits how many there may be
 * @param expire after which a clone is removed, where nothing else was asked for
 * @param idle after which a clone is stopped that nobody has logged in to
 * @param user the account that runs the servers; empty: this process's own
 * @param deadline of one run
 */
public record Cloning(
    Path directory,
    String kind,
    Path server,
    String host,
    Ports ports,
    String memory,
    int goldens,
    Limits limits,
    Duration expire,
    Duration idle,
    Optional<String> user,
    Duration deadline) {

  /** Both belong to the range. */
  public record Ports(int first, int last) {}

  /**
   * @param all of this daemon
   * @param perUser of one owner
   */
  public record Limits(int all, int perUser) {}
}
