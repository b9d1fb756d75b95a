package io.rehydrate.refresh;

import io.rehydrate.refresh.IncomingDetail.Objects;
import io.rehydrate.schema.CatalogReader;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.StoredObject;
import io.rehydrate.schema.StoredObject.Kind;
import io.rehydrate.schema.TableName;
import io.rehydrate.server.Sessions;
import io.rehydrate.server.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what RENAME TABLE does not move: the incoming schemas' routines, views, triggers and
 * events, as they shall be made in the live ones. Events come switched off.
 */
final class FreshObjects {
  private final Connection session;
  private final List<SchemaTrio> schemas;

  FreshObjects(Connection session, List<SchemaTrio> schemas) {
    this.session = session;
    this.schemas = schemas;
  }

  List<Objects> read() throws SQLException {
    for (SchemaTrio schema : schemas) {
      switchEventsOff(schema.incoming());
    }
    List<Schema> found =
        CatalogReader.read(session, schemas.stream().map(SchemaTrio::incoming).toList()).schemas();
    List<Objects> fresh = new ArrayList<>();
    for (int i = 0; i < schemas.size(); i++) {
      Schema schema = found.get(i);
      List<StoredObject> objects = new ArrayList<>();
      for (StoredObject object : schema.objects()) {
        if (object.kind() != Kind.SEQUENCE && works(schema.name(), object)) {
          objects.add(named(object));
        }
      }
      fresh.add(
          new Objects(schemas.get(i).live(), schema.characterSet(), schema.collation(), objects));
    }
    return fresh;
  }

  private void switchEventsOff(String schema) throws SQLException {
    for (String event :
        new Tables(session)
            .names(
                "SELECT event_name FROM information_schema.events WHERE event_schema = "
                    + Sql.text(schema)
                    + " AND status = 'ENABLED'")) {
      Sessions.run(session, "ALTER EVENT " + new TableName(schema, event).quoted() + " DISABLE");
    }
  }

  /** A view whose tables are gone can be shown, and not made again. */
  private boolean works(String schema, StoredObject object) {
    if (object.kind() != Kind.VIEW) {
      return true;
    }
    try {
      Sessions.run(
          session, "SELECT 1 FROM " + new TableName(schema, object.name()).quoted() + " LIMIT 0");
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  /** A text may name the schema that it was written in: a migration can know its name. */
  private StoredObject named(StoredObject object) {
    String text = object.createStatement();
    for (SchemaTrio schema : schemas) {
      text = text.replace(schema.incoming(), schema.live());
    }
    return new StoredObject(
        object.kind(),
        object.name(),
        text,
        object.sqlMode(),
        object.characterSet(),
        object.collation());
  }
}
