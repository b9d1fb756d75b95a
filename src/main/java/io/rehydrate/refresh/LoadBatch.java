package io.rehydrate.refresh;

import com.github.luben.zstd.ZstdInputStream;
import io.rehydrate.dump.Verification;
import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.settings.ServerLogin;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Files of a dump that one client program loads, one after the other: starting a program for each
 * of many small files would take longer than loading them.
 *
 * @param files of one schema, at least one
 */
public record LoadBatch(List<LoadFile> files) {
  /** In bytes, compressed: a batch that has as much takes no more files. */
  private static final long ENOUGH = 256 * 1024;

  public LoadBatch {
    files = List.copyOf(files);
  }

  /** Packs files, in their order; those of different schemas never come together. */
  static List<LoadBatch> of(List<LoadFile> files) {
    Map<ServerLogin, List<List<LoadFile>>> packed = new LinkedHashMap<>();
    for (LoadFile file : files) {
      List<List<LoadFile>> ofSchema =
          packed.computeIfAbsent(file.login(), schema -> new ArrayList<>());
      if (ofSchema.isEmpty() || bytes(ofSchema.get(ofSchema.size() - 1)) >= ENOUGH) {
        ofSchema.add(new ArrayList<>());
      }
      ofSchema.get(ofSchema.size() - 1).add(file);
    }
    return packed.values().stream().flatMap(List::stream).map(LoadBatch::new).toList();
  }

  private static long bytes(List<LoadFile> files) {
    return files.stream().mapToLong(file -> file.entry().bytes()).sum();
  }

  /** The account that loads; its URL names the incoming schema. */
  ServerLogin login() {
    return files.get(0).login();
  }

  /**
   * The SQL of all files. Each is compared with the manifest right before its first byte is given.
   *
   * @param log told the name of each file when it is its turn
   */
  @SuppressWarnings("JdkObsolete") // a SequenceInputStream takes nothing newer
  InputStream open(Consumer<String> log) {
    Iterator<LoadFile> left = files.iterator();
    AtomicBoolean ended = new AtomicBoolean();
    Enumeration<InputStream> streams =
        new Enumeration<>() {
          @Override
          public boolean hasMoreElements() {
            return !ended.get() && left.hasNext();
          }

          @Override
          public InputStream nextElement() {
            LoadFile file = left.next();
            log.accept("loading " + file.entry().name());
            Verification.verify(file.dump(), file.entry());
            return open(file);
          }
        };
    return new SequenceInputStream(streams) {
      @Override
      public void close() throws IOException {
        ended.set(true); // else it opens all that are left, to close them
        super.close();
      }
    };
  }

  private static InputStream open(LoadFile file) {
    try {
      return new ZstdInputStream(Files.newInputStream(file.file(), LinkOption.NOFOLLOW_LINKS));
    } catch (IOException e) {
      throw new CorruptDumpException(
          "dump.corrupt",
          "The file " + file.entry().name() + " of the dump can't be read",
          "Run 'dumps verify'",
          e);
    }
  }
}
