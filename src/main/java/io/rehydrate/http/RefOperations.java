package io.rehydrate.http;

import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.Message;

/** What the API tells of the migrations repository. */
public final class RefOperations {
  private final Supplier<List<RefView>> refs;

  /**
   * @param refs branches and tags, the newest commit first; empty without a repository
   */
  public RefOperations(Supplier<List<RefView>> refs) {
    this.refs = refs;
  }

  /** All branches and tags. */
  public String list(Message message) {
    return Reply.ok(message, refs.get());
  }
}
