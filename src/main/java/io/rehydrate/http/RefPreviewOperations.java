package io.rehydrate.http;

import io.rehydrate.refresh.RefPreview;
import java.util.function.BiFunction;
import org.apache.camel.Header;
import org.apache.camel.Message;

/** Says what a refresh would do with the migrations of a ref. */
public final class RefPreviewOperations {
  private final BiFunction<String, String, RefPreview> previews;

  /**
   * @param previews by a dump's id and a ref
   */
  public RefPreviewOperations(BiFunction<String, String, RefPreview> previews) {
    this.previews = previews;
  }

  /**
   * Of one dump and one ref.
   *
   * @throws io.rehydrate.error.InvalidException {@code request.invalid} without a ref
   */
  public String get(@Header("id") String id, @Header("ref") String ref, Message message) {
    if (ref == null || ref.isBlank()) {
      throw Json.invalid("the parameter ref is missing", null);
    }
    RefPreview preview = previews.apply(Ids.dump(id).value(), ref);
    return Reply.ok(message, RefPreviewView.of(preview));
  }
}
