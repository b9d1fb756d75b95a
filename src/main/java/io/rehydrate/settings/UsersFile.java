package io.rehydrate.settings;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The file with users, roles and hashes: nobody else may read it. */
public final class UsersFile {
  private static final int LARGEST = 1024 * 1024;
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private UsersFile() {}

  /** Why the daemon can't go by this file; empty: it can. */
  public static List<String> problems(Path file) {
    if (!Files.isRegularFile(file)) {
      return List.of("there is no such file; 'users add NAME --role operator' makes it");
    }
    List<String> problems = new ArrayList<>();
    try {
      if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
        problems.add("others may read or change the file; chmod 600 it");
      }
      UsersText text = read(file);
      problems.addAll(text.problems());
      if (text.users().isEmpty() && text.problems().isEmpty()) {
        problems.add("the file names no user; add one with 'users add NAME --role operator'");
      } else if (!text.hasOperator()) {
        problems.add("nobody is an operator; add one with 'users add NAME --role operator'");
      }
    } catch (CharacterCodingException e) {
      problems.add("the file is not UTF-8 text");
    } catch (IOException e) {
      problems.add("the file can't be read by this account");
    }
    return problems;
  }

  /** The file as it is now, whatever its problems. */
  public static UsersText read(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new IOException("too large");
    }
    return UsersText.parse(Files.readAllLines(file));
  }

  /**
   * Changes the file, one process at a time.
   *
   * @throws StageFailedException {@code users.unwritten}
   */
  public static void change(Path file, UnaryOperator<UsersText> change) {
    Path gate = file.resolveSibling("." + file.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(
                gate,
                Set.of(
                    StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PrivateFiles.file());
        FileLock lock = channel.lock()) {
      UsersText now = Files.exists(file) ? read(file) : UsersText.parse(List.of());
      write(file, change.apply(now));
    } catch (IOException e) {
      throw unwritten(file, e);
    }
  }

  /** Replaces the file in one step: a reader sees the old one or the new one. */
  public static void write(Path file, UsersText text) {
    Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
    try {
      Path place = Files.isSymbolicLink(file) ? file.toRealPath() : file;
      fresh = place.resolveSibling("." + place.getFileName() + ".new");
      Files.deleteIfExists(fresh);
      try (FileChannel out =
          FileChannel.open(
              fresh,
              Set.of(
                  StandardOpenOption.CREATE_NEW,
                  StandardOpenOption.WRITE,
                  LinkOption.NOFOLLOW_LINKS),
              PrivateFiles.file())) {
        String lines = String.join("\n", text.lines()) + "\n";
        ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unwritten(file, e);
    }
  }

  private static StageFailedException unwritten(Path file, IOException e) {
    return new StageFailedException(
        ErrorCode.USERS_UNWRITTEN,
        "The users file " + file + " can't be written (" + e.getClass().getSimpleName() + ")",
        "Check the disk, and the rights of its folder",
        e);
  }
}
