package io.rehydrate.exec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** A compressed file of a dump program's text, in the making. */
final class DumpedFile extends OutputStream {
  private final Path path;
  private final CompressedFile file;
  private final StatementLength statements = new StatementLength();

  DumpedFile(Path path) throws IOException {
    this.path = path;
    this.file = CompressedFile.create(path);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    file.write(bytes, offset, length);
    statements.add(bytes, offset, length);
  }

  /** Holds no memory until more is written. */
  void pause() throws IOException {
    file.pause();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /**
   * What is known of it, once it is closed; asked for once.
   *
   * @param table whose rows the program said it holds; empty: it was not cut
   */
  StreamedFile written(String table) {
    return new StreamedFile(
        path, table, file.bytes(), file.sha256(), file.unpackedBytes(), statements.longest());
  }
}
