package io.rehydrate.exec;

import java.io.InputStream;
import java.util.List;
import org.apache.camel.component.exec.ExecCommand;
import org.apache.camel.component.exec.ExecResult;

/** How a program ended whose output went to files, with what is known of them. */
public final class StreamedResult extends ExecResult {
  private final List<StreamedFile> files;

  StreamedResult(ExecCommand command, int exitValue, List<StreamedFile> files) {
    super(command, InputStream.nullInputStream(), InputStream.nullInputStream(), exitValue);
    this.files = List.copyOf(files);
  }

  /** One where the command has an out file; one for each table where that is a folder. */
  public List<StreamedFile> files() {
    return files;
  }
}
