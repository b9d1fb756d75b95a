package io.rehydrate.migrate;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Lists the regular files below a folder of a commit, straight from its tree. What a checkout would
 * act on - links, submodules, files kept elsewhere - is refused by its path.
 */
final class CommitFiles {
  static final int MOST_FILES = 10_000;
  static final long LARGEST_FILE = 64L << 20;
  private static final byte[] LFS_POINTER =
      "version https://git-lfs.github.com/spec/".getBytes(StandardCharsets.US_ASCII);

  /** A file's path below the folder, and its content. */
  record Entry(String path, long bytes, ObjectId blob) {}

  private final Repository repository;
  private final String folder;

  CommitFiles(Repository repository, String folder) {
    this.repository = repository;
    this.folder = folder.replaceAll("^(?:\\./+|/+)+|/+$", "").replaceAll("^\\.$", "");
  }

  List<Entry> list(CommitSha commit) throws IOException {
    try (ObjectReader reader = repository.newObjectReader();
        RevWalk commits = new RevWalk(reader);
        TreeWalk walk = new TreeWalk(reader)) {
      walk.addTree(
          root(reader, commits.parseCommit(ObjectId.fromString(commit.value())).getTree()));
      List<Entry> files = new ArrayList<>();
      while (walk.next()) {
        if (walk.getFileMode(0).equals(FileMode.TREE)) {
          walk.enterSubtree();
        } else {
          files.add(entry(reader, walk));
          if (files.size() > MOST_FILES) {
            throw refused("holds more than " + MOST_FILES + " files", folder);
          }
        }
      }
      return files;
    }
  }

  /** Goes down by hand, so that a link on the way is seen for what it is. */
  private ObjectId root(ObjectReader reader, ObjectId tree) throws IOException {
    ObjectId at = tree;
    String path = "";
    for (String name : folder.isEmpty() ? new String[0] : folder.split("/+")) {
      path = path.isEmpty() ? name : path + "/" + name;
      try (TreeWalk found = TreeWalk.forPath(reader, name, at)) {
        if (found == null) {
          throw new InvalidException(
              ErrorCode.MIGRATIONS_PATH,
              "The chosen ref has no folder " + MigrationText.text(path),
              "Check migrations.path, or choose a ref that holds it");
        }
        if (!found.getFileMode(0).equals(FileMode.TREE)) {
          throw refused("is not a folder", path);
        }
        at = found.getObjectId(0).copy();
      }
    }
    return at;
  }

  private Entry entry(ObjectReader reader, TreeWalk walk) throws IOException {
    String path = walk.getPathString();
    FileMode mode = walk.getFileMode(0);
    if (mode.equals(FileMode.SYMLINK)) {
      throw refused("is a symbolic link", path);
    }
    if (mode.equals(FileMode.GITLINK)) {
      throw refused("is a submodule", path);
    }
    if (!mode.equals(FileMode.REGULAR_FILE) && !mode.equals(FileMode.EXECUTABLE_FILE)) {
      throw refused("is not a regular file", path);
    }
    if (!path.equals(MigrationText.text(path))) {
      throw refused("has a name that can't be shown", path);
    }
    ObjectId blob = walk.getObjectId(0).copy();
    ObjectLoader loader = reader.open(blob);
    if (loader.getSize() > LARGEST_FILE) {
      throw refused("is larger than " + (LARGEST_FILE >> 20) + " MB", path);
    }
    if (startsAsLfsPointer(loader)) {
      throw refused("is a pointer of Git LFS, not the file itself", path);
    }
    return new Entry(path, loader.getSize(), blob);
  }

  private static boolean startsAsLfsPointer(ObjectLoader loader) throws IOException {
    try (var start = loader.openStream()) {
      return java.util.Arrays.equals(start.readNBytes(LFS_POINTER.length), LFS_POINTER);
    }
  }

  private static InvalidException refused(String what, String path) {
    return new InvalidException(
        ErrorCode.MIGRATIONS_FILE,
        "In the chosen ref, " + MigrationText.text(path) + " " + what,
        "Only regular files below migrations.path are read; commit the file itself");
  }
}
