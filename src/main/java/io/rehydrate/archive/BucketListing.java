package io.rehydrate.archive;

import java.util.List;
import org.apache.camel.Body;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What a bucket holds, for the kind {@code s3}. */
public final class BucketListing {
  private final String prefix;

  /**
   * @param prefix of the keys, up to the file's name
   */
  BucketListing(String prefix) {
    this.prefix = prefix;
  }

  public List<ArchivedFile> files(@Body List<S3Object> objects) {
    return objects.stream()
        .filter(object -> object.key().startsWith(prefix))
        .map(
            object ->
                new ArchivedFile(
                    object.key().substring(prefix.length()), object.size(), object.lastModified()))
        .toList();
  }
}
