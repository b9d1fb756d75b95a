package io.rehydrate.migrate;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jgit.lib.Repository;

/** Closes what a stream was read from together with the stream. */
final class ClosingStream extends FilterInputStream {
  private final Repository owner;

  ClosingStream(InputStream stream, Repository owner) {
    super(stream);
    this.owner = owner;
  }

  @Override
  public void close() throws IOException {
    try (owner) {
      super.close();
    }
  }
}
