package io.rehydrate.archive;

import io.rehydrate.dump.DumpFiles;
import io.rehydrate.dump.Manifest;
import io.rehydrate.dump.ManifestFile;
import io.rehydrate.dump.RestoreScript;
import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.settings.PrivateFiles;
import io.rehydrate.store.Staging;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Unpacks a dump of the archive, which is not trusted: nothing is written but the files that the
 * manifest names, with the sizes that it gives. Their hashes are compared by the store.
 */
final class DumpUnpacking {
  private static final long LARGEST_MANIFEST = 64L << 20;

  private final Staging staging;
  private final Optional<String> sha256;
  private final Set<String> seen = new HashSet<>();

  /**
   * @param sha256 of the manifest that was published, where it is known
   */
  DumpUnpacking(Staging staging, Optional<String> sha256) {
    this.staging = staging;
    this.sha256 = sha256;
  }

  /**
   * @throws CorruptDumpException {@code dump.corrupt}, {@code dump.incomplete}
   */
  void unpack(InputStream in) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
      TarArchiveEntry first = tar.getNextEntry();
      if (first == null
          || !name(first).equals(DumpFiles.MANIFEST)
          || first.getSize() > LARGEST_MANIFEST) {
        throw corrupt("does not begin with a manifest");
      }
      write(tar, DumpFiles.MANIFEST, first.getSize());
      Manifest manifest = ManifestFile.read(staging.folder(), sha256);
      if (!manifest.id().equals(staging.id())) {
        throw corrupt("is the dump " + manifest.id());
      }
      files(tar, manifest);
      RestoreScript.write(staging.folder(), manifest);
    }
  }

  private void files(TarArchiveInputStream tar, Manifest manifest) throws IOException {
    Map<String, Manifest.FileEntry> known =
        manifest.files().stream()
            .collect(Collectors.toMap(Manifest.FileEntry::name, Function.identity()));
    for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
      String name = name(e);
      if (!name.equals(DumpFiles.RESTORE_SCRIPT)) {
        Manifest.FileEntry entry = known.get(name);
        if (entry == null) {
          throw corrupt("holds a file that its manifest does not name");
        }
        if (entry.bytes() != e.getSize() || !seen.add(name)) {
          throw corrupt("holds " + name + " with another size, or twice");
        }
        write(tar, name, e.getSize());
      }
    }
  }

  /** The entry's name in the dump's folder. */
  private String name(TarArchiveEntry entry) {
    String folder = staging.id() + "/";
    String name = entry.getName();
    if (!entry.isFile()
        || entry.isSymbolicLink()
        || entry.isLink()
        || !name.startsWith(folder)
        || !DumpFiles.isName(name.substring(folder.length()))) {
      throw corrupt("holds something that is not a file of this dump");
    }
    return name.substring(folder.length());
  }

  private void write(InputStream in, String name, long bytes) throws IOException {
    Path file = staging.folder().resolve(name);
    PrivateFiles.createDirectories(file.getParent());
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PrivateFiles.file())) {
      if (in.transferTo(Channels.newOutputStream(channel)) != bytes) {
        throw corrupt("ends within " + name);
      }
      channel.force(true);
    }
  }

  private CorruptDumpException corrupt(String what) {
    return new CorruptDumpException(
        ErrorCode.DUMP_CORRUPT,
        "The file " + ArchivedFile.nameOf(staging.id()) + " of the archive " + what,
        "Take another dump; look who may write to the archive");
  }
}
