package io.rehydrate.refresh;

import io.rehydrate.dump.PackedFile;
import io.rehydrate.dump.Verification;
import io.rehydrate.exec.NamedInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The SQL of several files of a dump, one after the other. Each is compared with the manifest right
 * before its first byte is given.
 */
final class BatchInput extends NamedInput {
  private final List<LoadFile> files;
  private final Consumer<String> log;
  private final LongConsumer counted;
  private final List<Long> firstLines = new ArrayList<>();
  private InputStream now = InputStream.nullInputStream();
  private long lines;
  private boolean closed;

  /**
   * @param log takes the name of each file when it is its turn
   * @param counted takes the number of bytes that were read of them, compressed
   */
  BatchInput(List<LoadFile> files, Consumer<String> log, LongConsumer counted) {
    this.counted = counted;
    this.files = List.copyOf(files);
    this.log = log;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = length == 0 ? 0 : now.read(bytes, offset, length);
    while (read < 0 && next()) {
      read = now.read(bytes, offset, length);
    }
    for (int i = offset; i < offset + read; i++) {
      lines += bytes[i] == '\n' ? 1 : 0;
    }
    return read;
  }

  private boolean next() throws IOException {
    now.close();
    int number = begun();
    if (closed || number == files.size()) {
      return false;
    }
    LoadFile file = files.get(number);
    log.accept("loading " + file.entry().name());
    Verification.verify(file.dump(), file.entry());
    InputStream text = PackedFile.open(file.dump(), file.entry(), counted);
    now = file.schemas().isEmpty() ? text : new RenamedSchemas(text, file.schemas());
    begin();
    return true;
  }

  private synchronized void begin() {
    firstLines.add(lines);
  }

  private synchronized int begun() {
    return firstLines.size();
  }

  @Override
  public synchronized String place(OptionalLong line) {
    int at = firstLines.size() - 1;
    if (at < 0) {
      return files.get(0).entry().name();
    }
    if (line.isEmpty()) {
      return files.get(at).entry().name();
    }
    while (at > 0 && firstLines.get(at) >= line.getAsLong()) {
      at--;
    }
    return files.get(at).entry().name() + ", line " + (line.getAsLong() - firstLines.get(at));
  }

  /** Opens none of those that are left. */
  @Override
  public void close() throws IOException {
    closed = true;
    now.close();
  }
}
