package io.rehydrate.refresh;

import io.rehydrate.refresh.IncomingDetail.Objects;
import io.rehydrate.schema.CatalogReader;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.StoredObject;
import io.rehydrate.schema.StoredObject.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what RENAME TABLE does not move: the incoming schemas' routines, views, triggers and
 * events, as they shall be made in the live ones. Events come switched off.
 */
final class FreshObjects {
  private final Connection session;
  private final List<SchemaSwapNames> schemas;
  private final Optional<Branch> branch;

  /**
   * @param session of the account that loads
   * @param branch empty where no branch and no script has run: then all is the dump's own
   */
  FreshObjects(Connection session, List<SchemaSwapNames> schemas, Optional<Branch> branch) {
    this.session = session;
    this.schemas = schemas;
    this.branch = branch;
  }

  List<Objects> read() throws SQLException {
    for (SchemaSwapNames schema : schemas) {
      Events.switchOff(session, schema.incoming());
    }
    List<Schema> found =
        branch.isPresent()
            ? branch.get().read()
            : CatalogReader.read(session, schemas.stream().map(SchemaSwapNames::incoming).toList())
                .schemas();
    List<Objects> fresh = new ArrayList<>();
    for (int i = 0; i < schemas.size(); i++) {
      fresh.add(objects(schemas.get(i), found.get(i)));
    }
    return fresh;
  }

  private Objects objects(SchemaSwapNames schema, Schema found) throws SQLException {
    List<StoredObject> objects = new ArrayList<>();
    for (StoredObject object : found.objects()) {
      if (object.kind() != Kind.SEQUENCE && object.kind() != Kind.EVENT) {
        objects.add(named(branch.map(b -> b.forLive(object)).orElse(object)));
      }
    }
    List<String> stubs =
        branch.isPresent() ? branch.get().stubs(schema, found.objects()) : List.of();
    CatalogReader.events(session, schema.incoming()).forEach(event -> objects.add(named(event)));
    return new Objects(schema.live(), found.characterSet(), found.collation(), objects, stubs);
  }

  /** A text may name the schema that it was written in: a migration can know its name. */
  private StoredObject named(StoredObject object) {
    String text = object.createStatement();
    for (SchemaSwapNames schema : schemas) {
      text = text.replace(schema.incoming(), schema.live());
    }
    return object.withStatement(text);
  }
}
