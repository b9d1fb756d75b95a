package io.rehydrate.migrate;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.util.SystemReader;

/**
 * Writes the files of a commit to a folder, byte by byte as they are in the repository: no hook, no
 * filter and no attribute takes part. Links and submodules are left out.
 */
final class WorkTree {
  static final int MOST_FILES = 200_000;
  static final long MOST_BYTES = 4L << 30;

  private final Path folder;
  private int files;
  private long bytes;
  private int leftOut;

  private WorkTree(Path folder) {
    this.folder = folder;
  }

  /**
   * @param folder empty, of ours alone
   * @return how many links and submodules were left out
   */
  static int write(Repository repository, CommitSha commit, Path folder) throws IOException {
    WorkTree tree = new WorkTree(folder);
    try (ObjectReader reader = repository.newObjectReader();
        RevWalk commits = new RevWalk(reader);
        TreeWalk walk = new TreeWalk(reader)) {
      walk.addTree(commits.parseCommit(ObjectId.fromString(commit.value())).getTree());
      walk.setRecursive(true);
      while (walk.next()) {
        tree.add(reader, walk);
      }
    }
    return tree.leftOut;
  }

  private void add(ObjectReader reader, TreeWalk walk) throws IOException {
    FileMode mode = walk.getFileMode(0);
    boolean executable = mode.equals(FileMode.EXECUTABLE_FILE);
    if (!executable && !mode.equals(FileMode.REGULAR_FILE)) {
      leftOut++;
      return;
    }
    Path file = path(walk.getPathString());
    ObjectLoader loader = reader.open(walk.getObjectId(0));
    files++;
    bytes += loader.getSize();
    if (files > MOST_FILES || bytes > MOST_BYTES) {
      throw refused(
          "The chosen ref holds more than "
              + MOST_FILES
              + " files or "
              + (MOST_BYTES >> 30)
              + " GiB",
          "migrations.command needs a repository that is smaller");
    }
    Files.createDirectories(file.getParent());
    try (var content = loader.openStream()) {
      Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.setPosixFilePermissions(
        file, PosixFilePermissions.fromString(executable ? "rwx------" : "rw-------"));
  }

  /** A tree made by hand may hold any name. */
  private Path path(String name) {
    try {
      SystemReader.getInstance().checkPath(name);
      Path file = folder.resolve(name).normalize();
      if (file.startsWith(folder)) {
        return file;
      }
    } catch (CorruptObjectException | java.nio.file.InvalidPathException e) {
      throw unfit(name, e);
    }
    throw unfit(name, null);
  }

  private static InvalidException unfit(String name, Exception cause) {
    return new InvalidException(
        ErrorCode.MIGRATIONS_FILE,
        "In the chosen ref, " + MigrationText.text(name) + " is no name of a file",
        "Rename it on the branch",
        cause);
  }

  private static InvalidException refused(String message, String hint) {
    return new InvalidException(ErrorCode.MIGRATIONS_FILE, message, hint);
  }
}
