package io.rehydrate.refresh;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.refresh.IncomingDetail.Objects;
import io.rehydrate.schema.StoredObject;
import io.rehydrate.schema.StoredObject.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** What comes after the tables have changed places; safe to repeat. */
final class SwapCompletion {
  private final Connection session;
  private final IncomingDetail detail;
  private final List<String> broken = new ArrayList<>();
  private List<String> changedLate = List.of();

  SwapCompletion(Connection session, IncomingDetail detail) {
    this.session = session;
    this.detail = detail;
  }

  /**
   * Makes the new objects, then drops what is left over.
   *
   * @return the views that were left out, because they refer to what is not there
   * @throws StageFailedException {@code refresh.objects} names those that the server refused; all
   *     others are made, and nothing is dropped yet
   */
  List<String> run() throws SQLException {
    List<String> refused = objects();
    if (!refused.isEmpty()) {
      throw new StageFailedException(
          ErrorCode.REFRESH_OBJECTS,
          "The target holds the new tables, but the server refused " + String.join("; ", refused),
          "Grant what is missing and refresh again");
    }
    clearAway();
    return List.copyOf(broken);
  }

  /** Makes all that the server takes; gives the others, each with the reason. */
  List<String> objects() throws SQLException {
    new SequenceDefaults(session, detail.schemas()).move();
    for (Objects fresh : detail.fresh()) {
      new ObjectMaker(session, fresh.schema()).dropAll();
      Sessions.run(
          session,
          "ALTER DATABASE "
              + Sql.name(fresh.schema())
              + " CHARACTER SET "
              + fresh.characterSet()
              + " COLLATE "
              + fresh.collation());
    }
    List<String> refused = new ArrayList<>();
    if (detail.fresh().stream().allMatch(fresh -> fresh.stubs().isEmpty())) {
      make(kind -> true, refused);
      return refused;
    }
    for (Objects fresh : detail.fresh()) {
      for (String stub : fresh.stubs()) {
        Sessions.run(session, stub);
      }
    }
    make(kind -> kind == Kind.VIEW, refused);
    for (Objects fresh : detail.fresh()) {
      new ObjectMaker(session, fresh.schema()).dropFunctions();
    }
    make(kind -> kind != Kind.VIEW, refused);
    return refused;
  }

  private void make(Predicate<Kind> wanted, List<String> refused) throws SQLException {
    List<Fresh> waiting = new ArrayList<>();
    for (Objects fresh : detail.fresh()) {
      ObjectMaker maker = new ObjectMaker(session, fresh.schema());
      for (StoredObject object : fresh.objects()) {
        if (wanted.test(object.kind())) {
          waiting.add(new Fresh(maker, object));
        }
      }
    }
    // a view may read one of a schema that comes later
    int before = 0;
    while (waiting.size() != before) {
      before = waiting.size();
      List<Fresh> left = new ArrayList<>();
      for (Fresh fresh : waiting) {
        if (!make(fresh.maker(), fresh.object(), refused)) {
          left.add(fresh);
        }
      }
      waiting = left;
    }
    waiting.forEach(fresh -> broken.add(fresh.object().name()));
  }

  private record Fresh(ObjectMaker maker, StoredObject object) {}

  /**
   * @return false for a view that refers to what is not there
   */
  private boolean make(ObjectMaker maker, StoredObject object, List<String> refused)
      throws SQLException {
    try {
      maker.make(object);
    } catch (SQLException e) {
      if (isConnectionLost(e)) {
        throw e;
      }
      if (BrokenViews.isBroken(object, e)) {
        return false;
      }
      refused.add(
          object.kind().name().toLowerCase(Locale.ROOT)
              + " "
              + object.name()
              + " ("
              + SqlErrors.describe(e)
              + ")");
    }
    return true;
  }

  /** Drops what is left over; rows that were changed late are saved first. */
  void clearAway() throws SQLException {
    changedLate = KeptMark.saveChanged(session, detail.kept());
    SchemaDrop drop = new SchemaDrop(session);
    drop.outgoing(detail.schemas());
    for (SchemaSwapNames schema : detail.schemas()) {
      drop.incoming(schema.incoming());
    }
  }

  List<String> changedLate() {
    return changedLate;
  }

  private boolean isConnectionLost(SQLException e) throws SQLException {
    return String.valueOf(e.getSQLState()).startsWith("08") || !session.isValid(5);
  }
}
