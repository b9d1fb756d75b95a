package io.rehydrate.refresh;

import io.rehydrate.settings.Account;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that is held open: whatever others do to its path meanwhile, files are made, moved and
 * read here, and no link is followed.
 */
final class InboxFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InboxFolder.class);
  private static final Set<PosixFilePermission> OTHERS_WRITE =
      EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rw-r--r--");

  private final Path path;
  private final SecureDirectoryStream<Path> stream;

  private InboxFolder(Path path, SecureDirectoryStream<Path> stream) {
    this.path = path;
    this.stream = stream;
  }

  /** Opens a folder that an operator named. */
  @SuppressWarnings("StreamResourceLeak") // closed with what is given back
  static InboxFolder open(Path path) throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(path);
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return new InboxFolder(path, secure);
    }
    stream.close();
    throw new IOException("this system can't open a folder without following links");
  }

  /**
   * A folder in this one that only this account may write to. What else is there under its name is
   * renamed: whoever may drop files here may have put it there.
   *
   * @param suffix of the other name
   * @param secret whether others may not even read it
   */
  InboxFolder own(String name, boolean secret, String suffix) throws IOException {
    try {
      return openOwn(name, secret);
    } catch (NoSuchFileException e) {
      Files.createDirectory(path.resolve(name));
    } catch (ForeignFolderException | NotDirectoryException e) {
      String aside = "." + name.replace(".", "") + "." + suffix;
      LOG.warn(
          "{} is not a folder of this account and was renamed to {}: look who put it there",
          path.resolve(name),
          aside);
      stream.move(Path.of(name), stream, Path.of(aside));
      Files.createDirectory(path.resolve(name));
    }
    return openOwn(name, secret);
  }

  private InboxFolder openOwn(String name, boolean secret) throws IOException {
    if (!attributes(Path.of(name)).isDirectory()) {
      throw new ForeignFolderException(name);
    }
    SecureDirectoryStream<Path> opened =
        stream.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS);
    InboxFolder folder = new InboxFolder(path.resolve(name), opened);
    try {
      folder.requireOwn(name);
      folder.permit(secret ? EnumSet.noneOf(PosixFilePermission.class) : permissions());
      return folder;
    } catch (IOException e) {
      folder.close();
      throw e;
    }
  }

  private void requireOwn(String name) throws IOException {
    if (!view().readAttributes().owner().equals(Account.current().principal())) {
      throw new ForeignFolderException(name);
    }
  }

  /** Others may do here what they may do in the folder around it, but for writing. */
  private void permit(Set<PosixFilePermission> around) throws IOException {
    Set<PosixFilePermission> wanted = PosixFilePermissions.fromString("rwx------");
    wanted.addAll(around);
    wanted.removeAll(OTHERS_WRITE);
    if (!permissions().equals(wanted)) {
      view().setPermissions(wanted);
    }
  }

  private Set<PosixFilePermission> permissions() throws IOException {
    return view().readAttributes().permissions();
  }

  private PosixFileAttributeView view() {
    return stream.getFileAttributeView(PosixFileAttributeView.class);
  }

  /** The names of what is in it; to be asked once. */
  Iterable<Path> entries() {
    Iterator<Path> paths = stream.iterator();
    return () ->
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return paths.hasNext();
          }

          @Override
          public Path next() {
            return paths.next().getFileName();
          }
        };
  }

  /** Of the entry itself, where it is a link. */
  PosixFileAttributes attributes(Path name) throws IOException {
    return stream
        .getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes();
  }

  /**
   * How many names a file of this folder has, wherever they are. Only the path gives it, which may
   * lead elsewhere by now.
   */
  int names(Path name) throws IOException {
    Map<String, Object> found =
        Files.readAttributes(path.resolve(name), "unix:nlink,fileKey", LinkOption.NOFOLLOW_LINKS);
    if (!attributes(name).fileKey().equals(found.get("fileKey"))) {
      throw new NoSuchFileException(name.toString());
    }
    return (int) found.get("nlink");
  }

  boolean has(String name) throws IOException {
    try {
      return attributes(Path.of(name)) != null;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  void move(Path name, InboxFolder to, String other) throws IOException {
    stream.move(name, to.stream, Path.of(other));
  }

  /** At most so many bytes of a plain file. */
  byte[] read(Path name, int most) throws IOException {
    Set<OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try (SeekableByteChannel in = stream.newByteChannel(name, options)) {
      ByteBuffer bytes = ByteBuffer.allocate(most);
      while (bytes.hasRemaining() && in.read(bytes) >= 0) {
        // reads on
      }
      byte[] read = new byte[bytes.position()];
      bytes.flip().get(read);
      return read;
    }
  }

  /**
   * Makes a file that was not there.
   *
   * @throws FileAlreadyExistsException where something is there
   */
  void create(String name, byte[] content) throws IOException {
    Set<OpenOption> options =
        Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);
    try (SeekableByteChannel out =
        stream.newByteChannel(
            Path.of(name), options, PosixFilePermissions.asFileAttribute(READABLE))) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  /** What is there is a link, a file, or somebody else's. */
  private static final class ForeignFolderException extends IOException {
    ForeignFolderException(String name) {
      super(name);
    }
  }
}
