package io.rehydrate.archive;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.settings.Archive;
import io.rehydrate.settings.Settings;
import io.rehydrate.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** The beans of the archive's routes, by the names that they use. */
public final class ArchiveBeans {
  /** Of one part of an upload, or of a whole download. */
  private static final Duration ONE_TRY = Duration.ofHours(6);

  private static final Duration SILENCE = Duration.ofMinutes(1);

  private ArchiveBeans() {}

  /** None where there is no archive. */
  public static Map<String, Object> of(Settings settings, Store store, Clock clock) {
    Map<String, Object> beans = new HashMap<>();
    settings
        .archive()
        .ifPresent(
            archive -> {
              beans.put("dumpArchive", new DumpArchive(archive, store, clock));
              beans.put("archiveProbe", new ArchiveProbe());
              beans.put("fileListing", new FileListing<>());
              beans.put("wantedFile", new WantedFile<>());
              archive
                  .sftp()
                  .ifPresent(
                      sftp ->
                          beans.put(
                              "archivePassword", sftp.password().map(p -> p.reveal()).orElse("")));
              archive
                  .bucket()
                  .ifPresent(
                      bucket -> {
                        beans.put(
                            "bucketListing",
                            new BucketListing(
                                settings.placeholders().get("archive.s3.bucket"),
                                settings.placeholders().get("archive.s3.prefix"),
                                BucketListing.PER_RESPONSE));
                        beans.put("archiveClient", client(bucket));
                      });
            });
    return beans;
  }

  /** Credentials come from the SDK's own chain, as for a source at AWS. */
  private static S3Client client(Archive.Bucket bucket) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                ApacheHttpClient.builder().socketTimeout(SILENCE).connectionTimeout(SILENCE))
            .overrideConfiguration(c -> c.apiCallAttemptTimeout(ONE_TRY));
    bucket.region().map(Region::of).ifPresent(builder::region);
    bucket.endpoint().ifPresent(address -> builder.endpointOverride(address).forcePathStyle(true));
    try {
      return builder.build();
    } catch (SdkException e) {
      throw new InvalidException(
          ErrorCode.AWS_CLIENT,
          "No AWS region is set: neither archive.s3.region nor AWS_REGION, and no profile names one",
          "Set archive.s3.region, like eu-central-1",
          e);
    }
  }
}
