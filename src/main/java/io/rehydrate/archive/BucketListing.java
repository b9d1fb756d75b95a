package io.rehydrate.archive;

import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What a bucket holds, for the kind {@code s3}: a response has at most a thousand objects. */
public final class BucketListing {
  /** As many as Amazon's service gives. */
  static final int PER_RESPONSE = 1_000;

  private final String bucket;
  private final String prefix;
  private final int perResponse;

  /**
   * @param prefix of the keys, up to the file's name
   * @param perResponse objects at most
   */
  BucketListing(String bucket, String prefix, int perResponse) {
    this.bucket = bucket;
    this.prefix = prefix;
    this.perResponse = perResponse;
  }

  /** To be called before the first request. */
  public BucketPages begin() {
    return new BucketPages();
  }

  /** The objects that come after those of the last response. */
  public ListObjectsRequest request(@Variable("pages") BucketPages pages) {
    ListObjectsRequest.Builder request =
        ListObjectsRequest.builder().bucket(bucket).prefix(prefix).maxKeys(perResponse);
    pages.lastKey().ifPresent(request::marker);
    return request.build();
  }

  public void add(@Variable("pages") BucketPages pages, @Body List<S3Object> objects) {
    pages.add(objects);
  }

  public List<ArchivedFile> files(@Variable("pages") BucketPages pages) {
    return pages.objects().stream()
        .filter(object -> object.key().startsWith(prefix))
        .map(
            object ->
                new ArchivedFile(
                    object.key().substring(prefix.length()), object.size(), object.lastModified()))
        .toList();
  }
}
