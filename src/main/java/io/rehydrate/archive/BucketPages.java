package io.rehydrate.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The objects of one listing, response by response; one without objects is the last. */
public final class BucketPages {
  private final List<S3Object> objects = new ArrayList<>();
  private boolean complete;

  BucketPages() {}

  /** Whether another request is due; the route's loop reads it. */
  public boolean isIncomplete() {
    return !complete;
  }

  Optional<String> lastKey() {
    return objects.isEmpty()
        ? Optional.empty()
        : Optional.of(objects.get(objects.size() - 1).key());
  }

  /** A service that ignores the marker repeats itself; that ends the listing as well. */
  void add(List<S3Object> page) {
    complete = page.isEmpty() || lastKey().filter(last -> !isAfter(page, last)).isPresent();
    if (!complete) {
      objects.addAll(page);
    }
  }

  private static boolean isAfter(List<S3Object> page, String last) {
    return page.stream().noneMatch(object -> object.key().equals(last));
  }

  List<S3Object> objects() {
    return objects;
  }
}
