package io.rehydrate.exec;

import java.io.InputStream;
import org.apache.camel.component.exec.ExecCommand;
import org.apache.camel.component.exec.ExecResult;

/** How a program ended whose output went to a file, with what is known of that file. */
public final class StreamedResult extends ExecResult {
  private final long bytes;
  private final String sha256;
  private final long unpackedBytes;
  private final long longestStatement;

  StreamedResult(
      ExecCommand command,
      int exitValue,
      long bytes,
      String sha256,
      long unpackedBytes,
      long longestStatement) {
    super(command, InputStream.nullInputStream(), InputStream.nullInputStream(), exitValue);
    this.bytes = bytes;
    this.sha256 = sha256;
    this.unpackedBytes = unpackedBytes;
    this.longestStatement = longestStatement;
  }

  /** Length of the compressed file. */
  public long bytes() {
    return bytes;
  }

  /** Of the compressed file, hex. */
  public String sha256() {
    return sha256;
  }

  /** Length of what was compressed. */
  public long unpackedBytes() {
    return unpackedBytes;
  }

  /** Bytes of the longest statement in it: what a server has to take as one packet. */
  public long longestStatement() {
    return longestStatement;
  }
}
