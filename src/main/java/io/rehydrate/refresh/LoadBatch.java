package io.rehydrate.refresh;

import io.rehydrate.exec.NamedInput;
import io.rehydrate.settings.ServerLogin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

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
   * @param counted takes the number of bytes that were read of them, compressed
   */
  NamedInput open(Consumer<String> log, LongConsumer counted) {
    return new BatchInput(files, log, counted);
  }
}
