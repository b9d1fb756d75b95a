package io.rehydrate.archive;

import io.rehydrate.dump.DumpId;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;

/**
 * A small file that shows whether the archive takes one, lists it and lets it be deleted. It has
 * the name of an upload that was cut short, of a dump that can't be: whatever stays of it after a
 * crash goes with those.
 */
public final class ArchiveProbe {
  private static final int SECONDS_OF_A_YEAR = 365 * 24 * 3600;
  private static final byte[] TEXT =
      "Written by 'rehydrate doctor'; it may be deleted.\n".getBytes(StandardCharsets.US_ASCII);

  private final SecureRandom random = new SecureRandom();

  /** The file, as the variable {@code archivedFile} has it. */
  public ArchivedFile file() {
    Instant never = Instant.EPOCH.plusSeconds(random.nextInt(SECONDS_OF_A_YEAR));
    return new ArchivedFile(
        ArchivedFile.UNFINISHED + ArchivedFile.nameOf(DumpId.at(never)), TEXT.length, never);
  }

  /** Makes it what the next step writes. */
  public void pack(@Variable("archivedFile") ArchivedFile file, Exchange exchange) {
    exchange.getMessage().setHeader(Exchange.FILE_NAME, file.name());
    exchange.getMessage().setHeader(AWS2S3Constants.CONTENT_LENGTH, file.bytes());
    exchange.getMessage().setBody(new ByteArrayInputStream(TEXT));
  }

  /**
   * @param archived what the archive lists after it was written
   * @throws StageFailedException {@code archive.failed}
   */
  public void requireListed(
      @Variable("archivedFile") ArchivedFile file, @Body List<ArchivedFile> archived) {
    if (archived.stream()
        .noneMatch(f -> f.name().equals(file.name()) && f.bytes() == file.bytes())) {
      throw new StageFailedException(
          ErrorCode.ARCHIVE_FAILED,
          "The archive does not list the file " + file.name() + " that was written to it",
          "Check that nobody else deletes or changes files there");
    }
  }
}
