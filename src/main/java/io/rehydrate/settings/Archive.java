package io.rehydrate.settings;

import java.net.URI;
import java.time.Period;
import java.util.Optional;

/**
 * The second home of the dumps; a folder has nothing but the key that routes take.
 *
 * @param kind {@code file}, {@code s3} or {@code sftp}
 * @param keepWithin age, counted from the newest dump, up to which a dump stays there
 */
public record Archive(
    String kind, Period keepWithin, Optional<Bucket> bucket, Optional<Sftp> sftp) {
  public static final String FILE = "file";
  public static final String S3 = "s3";
  public static final String SFTP = "sftp";

  /**
   * A bucket of Amazon's or of a service that speaks the same protocol.
   *
   * @param region empty: what the AWS SDK finds
   * @param endpoint empty: Amazon's
   */
  public record Bucket(Optional<String> region, Optional<URI> endpoint) {}

  /**
   * The account at an SFTP server.
   *
   * @param password empty: the key file is enough
   */
  public record Sftp(Optional<Secret> password) {}
}
