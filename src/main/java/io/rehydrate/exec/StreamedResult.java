package io.rehydrate.exec;

import java.io.InputStream;
import org.apache.camel.component.exec.ExecCommand;
import org.apache.camel.component.exec.ExecResult;

/** How a program ended whose output went to a file, with what is known of that file. */
public final class StreamedResult extends ExecResult {
  private final long bytes;
  private final String sha256;

  StreamedResult(ExecCommand command, int exitValue, long bytes, String sha256) {
    super(command, InputStream.nullInputStream(), InputStream.nullInputStream(), exitValue);
    this.bytes = bytes;
    this.sha256 = sha256;
  }

  /** Length of the compressed file. */
  public long bytes() {
    return bytes;
  }

  /** Of the compressed file, hex. */
  public String sha256() {
    return sha256;
  }
}
