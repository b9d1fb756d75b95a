package io.rehydrate.clone;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RefusedException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Journal;
import io.rehydrate.run.RunId;
import io.rehydrate.settings.Cloning;
import io.rehydrate.settings.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The folder of {@code clones.directory}: {@code goldens/<dump>}, {@code clones/<name>.<run>} and
 * {@code logins}. What its marker is missing from is not it: an unmounted disk, or another folder.
 */
public final class CloneFolders {
  /** Says that the folder is ours. */
  public static final String MARKER = ".rehydrate-clones";

  /** The data folder of a server, in the folder of a golden or a clone. */
  static final String DATA = "data";

  private static final String MAKING = ".making-";
  private static final String FACT = "clones ";
  private static final Actor SYSTEM = new Actor("rehydrate", "clones");

  private final Cloning settings;
  private final Journal journal;
  private final String daemon;

  public CloneFolders(Cloning settings, Journal journal, String daemon) {
    this.settings = settings;
    this.journal = journal;
    this.daemon = daemon;
  }

  Path root() {
    return settings.directory();
  }

  Path goldens() {
    return root().resolve("goldens");
  }

  Path golden(String dump) {
    return goldens().resolve(dump);
  }

  /** Where a run loads a golden. */
  Path making(RunId run) {
    return goldens().resolve(MAKING + run);
  }

  Path clones() {
    return root().resolve("clones");
  }

  /** A copy of a golden. */
  Path copy(CloneName name, RunId generation) {
    return clones().resolve(name + "." + generation);
  }

  Path logins() {
    return root().resolve("logins");
  }

  /** The run that a folder of a clone, or of a golden in the making, belongs to. */
  static Optional<RunId> run(Path folder) {
    String name = folder.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String run =
        name.startsWith(MAKING) ? name.substring(MAKING.length()) : name.substring(dot + 1);
    try {
      return Optional.of(new RunId(run));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Makes sure that the folder is ours, and has its parts.
   *
   * @throws RefusedException {@code clone.directory}
   */
  void open() {
    try {
      if (!isOurs()) {
        journal.audit().inTurn(this::take);
      }
      for (Path folder : List.of(goldens(), clones())) {
        PrivateFiles.createDirectories(folder);
        if (settings.user().isPresent()) {
          Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        }
      }
      PrivateFiles.ownDirectory(logins());
    } catch (IOException e) {
      throw failed("can't be prepared", e);
    }
  }

  /** Marks a folder that is new; of several processes that find it so one does, in its turn. */
  private boolean take() {
    try {
      if (!isMarked()) {
        mark();
      } else if (!isOurs()) {
        throw refused(
            "belongs to another installation, or its journal is lost",
            "Name a folder of its own; one that nobody uses has to be emptied, with its " + MARKER);
      }
      return true;
    } catch (IOException e) {
      throw failed("can't be prepared", e);
    }
  }

  /** Whether this installation has made the marker: what is in the folder is for it to remove. */
  boolean isOurs() {
    try {
      return isMarked()
          && journal
              .recall(fact())
              .filter(Files.readString(root().resolve(MARKER), StandardCharsets.UTF_8)::equals)
              .isPresent();
    } catch (IOException e) {
      throw failed("can't be read", e);
    }
  }

  private boolean isMarked() {
    return Files.isRegularFile(root().resolve(MARKER), LinkOption.NOFOLLOW_LINKS);
  }

  private String fact() {
    return FACT + daemon + " " + root();
  }

  private void mark() throws IOException {
    if (journal.recall(fact()).isPresent()) {
      throw refused("has no file " + MARKER + " any more", "Mount its file system again");
    }
    if (!isEmpty()) {
      throw refused("holds files, and was not made for clones", "Name an empty folder");
    }
    String token = UUID.randomUUID().toString();
    Path marker = Files.createFile(root().resolve(MARKER), PrivateFiles.file());
    Files.writeString(marker, token, StandardCharsets.UTF_8);
    journal.remember(fact(), token, SYSTEM);
  }

  private boolean isEmpty() throws IOException {
    try (Stream<Path> entries = Files.list(root())) {
      return entries.allMatch(entry -> entry.getFileName().toString().equals("lost+found"));
    }
  }

  private RefusedException refused(String what, String hint) {
    return new RefusedException(
        ErrorCode.CLONE_DIRECTORY, "The folder " + root() + " " + what, hint);
  }

  StageFailedException failed(String what, IOException cause) {
    return new StageFailedException(
        ErrorCode.CLONE_FILES,
        "The folder " + root() + " " + what + " (" + Trees.why(cause) + ")",
        "Check its rights and free space; 'doctor' examines it",
        cause);
  }

  /** Makes a folder for one server, which only the account of the servers may enter. */
  Path make(Path folder) {
    try {
      Files.createDirectory(folder, PrivateFiles.folder());
      Files.createDirectory(folder.resolve("tmp"), PrivateFiles.folder());
      give(folder.resolve("tmp"));
      give(folder);
      return folder;
    } catch (IOException e) {
      throw failed("takes no new folder", e);
    }
  }

  /** Makes a file or folder the property of the servers' account. */
  void give(Path path) throws IOException {
    if (settings.user().isPresent()) {
      Files.setOwner(
          path,
          path.getFileSystem()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName(settings.user().get()));
    }
  }

  /** Folders of clones and of goldens in the making, whoever made them. */
  List<Path> copies() {
    return Stream.concat(
            entries(clones()),
            entries(goldens()).filter(f -> f.getFileName().toString().startsWith(MAKING)))
        .toList();
  }

  /** The dumps that have a golden, good or not. */
  List<Path> madeGoldens() {
    return entries(goldens()).filter(f -> !f.getFileName().toString().startsWith(".")).toList();
  }

  /** Files of {@code logins}: their names begin with that of a clone and a dot. */
  List<Path> loginFiles() {
    return entries(logins()).toList();
  }

  private Stream<Path> entries(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList().stream();
    } catch (IOException e) {
      throw failed("can't be listed", e);
    }
  }

  /** Removes a folder with all that is in it. */
  void remove(Path folder) {
    try {
      Trees.remove(folder);
    } catch (IOException e) {
      throw failed("holds what can't be removed: " + folder.getFileName(), e);
    }
  }
}
