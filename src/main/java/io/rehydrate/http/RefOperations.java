package io.rehydrate.http;

import io.rehydrate.migrate.Ref;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.Message;

/** What the API tells of the migrations repository. */
public final class RefOperations {
  private final Supplier<List<Ref>> refs;

  /**
   * @param refs branches and tags, the newest commit first; empty without a repository
   */
  public RefOperations(Supplier<List<Ref>> refs) {
    this.refs = refs;
  }

  /** All branches and tags. */
  public String list(Message message) {
    return Reply.ok(message, views());
  }

  /** All branches and tags, the newest commit first. */
  public List<RefView> views() {
    return refs.get().stream().map(RefView::of).toList();
  }
}
