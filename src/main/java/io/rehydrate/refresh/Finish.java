package io.rehydrate.refresh;

import io.rehydrate.error.StageFailedException;
import io.rehydrate.refresh.IncomingDetail.Objects;
import io.rehydrate.schema.StoredObject;
import io.rehydrate.server.Sessions;
import io.rehydrate.server.Sql;
import io.rehydrate.server.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What comes after the tables have changed places; safe to repeat. */
final class Finish {
  private final Connection session;
  private final IncomingDetail detail;

  Finish(Connection session, IncomingDetail detail) {
    this.session = session;
    this.detail = detail;
  }

  /**
   * Makes the new objects, then drops what is left over.
   *
   * @throws StageFailedException {@code refresh.objects} names those that the server refused; all
   *     others are made, and nothing is dropped yet
   */
  void run() throws SQLException {
    List<String> refused = objects();
    if (!refused.isEmpty()) {
      throw new StageFailedException(
          "refresh.objects",
          "The target holds the new tables, but the server refused " + String.join("; ", refused),
          "Grant what is missing and refresh again");
    }
    clearAway();
  }

  /** Makes all that the server takes; gives the others, each with the reason. */
  List<String> objects() throws SQLException {
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
    for (Objects fresh : detail.fresh()) {
      ObjectMaker maker = new ObjectMaker(session, fresh.schema());
      for (StoredObject object : fresh.objects()) {
        try {
          maker.make(object);
        } catch (SQLException e) {
          if (isConnectionLost(e)) {
            throw e;
          }
          refused.add(
              object.kind().name().toLowerCase(Locale.ROOT)
                  + " "
                  + object.name()
                  + " ("
                  + SqlErrors.describe(e)
                  + ")");
        }
      }
    }
    return refused;
  }

  void clearAway() throws SQLException {
    SchemaDrop drop = new SchemaDrop(session);
    drop.outgoing(detail.schemas());
    for (SchemaTrio schema : detail.schemas()) {
      drop.incoming(schema.incoming());
    }
  }

  private boolean isConnectionLost(SQLException e) throws SQLException {
    return String.valueOf(e.getSQLState()).startsWith("08") || !session.isValid(5);
  }
}
