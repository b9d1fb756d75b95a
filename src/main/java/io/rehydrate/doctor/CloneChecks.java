package io.rehydrate.doctor;

import io.rehydrate.clone.CloneFolders;
import io.rehydrate.clone.CloneProgram;
import io.rehydrate.exec.ShortProgram;
import io.rehydrate.settings.Cloning;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What clones need: a folder whose files share blocks, which is tried, and a server program. */
record CloneChecks(Cloning settings) implements Examination {
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final int PIECE = 64 * 1024;

  @Override
  public void examine(Findings findings) throws IOException {
    Path folder = settings.directory();
    if (isForeign(folder)) {
      findings.fail(
          "clones",
          folder + " holds files and no " + CloneFolders.MARKER,
          "Name an empty folder in clones.directory, or mount the file system that belongs there");
    } else if (share(folder, findings)) {
      reach(folder, findings);
    }
    CloneProgram program = CloneProgram.of(settings);
    findings.ok("clones server", settings.server() + ", " + program.version());
  }

  private static boolean isForeign(Path folder) throws IOException {
    if (Files.isRegularFile(folder.resolve(CloneFolders.MARKER), LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.anyMatch(entry -> !entry.getFileName().toString().equals("lost+found"));
    }
  }

  /** Copies a file as a golden is copied. */
  private static boolean share(Path folder, Findings findings) throws IOException {
    Path tried = Files.createTempDirectory(folder, ".doctor-");
    Path from = tried.resolve("from");
    Path to = tried.resolve("to");
    try {
      Files.write(from, new byte[PIECE]);
      ShortProgram.Result copied =
          ShortProgram.run(
              List.of("cp", "--reflink=always", "--", from.toString(), to.toString()),
              tried,
              LONGEST);
      FileStore store = Files.getFileStore(folder);
      if (copied.isGood()) {
        findings.ok(
            "clones",
            folder
                + " ("
                + store.type()
                + ") shares blocks, "
                + (store.getUsableSpace() >> 20)
                + " MB free");
        return true;
      }
      findings.fail(
          "clones",
          folder
              + " does not share blocks: cp --reflink=always says '"
              + copied.said().replace(tried + "/", "")
              + "' on "
              + store.type(),
          "Use a folder on XFS made with reflink=1, or on btrfs");
      return false;
    } finally {
      Files.deleteIfExists(from);
      Files.deleteIfExists(to);
      Files.delete(tried);
    }
  }

  /** The servers' account has to pass every folder above its own. */
  private void reach(Path folder, Findings findings) throws IOException {
    if (settings.user().isEmpty()) {
      return;
    }
    for (Path at = folder; at != null; at = at.getParent()) {
      if (!Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        findings.fail(
            "clones user", settings.user().get() + " may not enter " + at, "Run: chmod o+x " + at);
        return;
      }
    }
    findings.ok("clones user", settings.user().get() + " may enter " + folder);
  }
}
