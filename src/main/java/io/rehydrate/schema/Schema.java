package io.rehydrate.schema;

import java.util.List;
import java.util.Optional;

/**
 * One schema of a server.
 *
 * @param objects views, routines, triggers, events, in the order in which they are created
 */
public record Schema(
    String name,
    String characterSet,
    String collation,
    List<Table> tables,
    List<StoredObject> objects) {

  public Optional<Table> table(String tableName) {
    return tables.stream().filter(t -> t.name().table().equals(tableName)).findFirst();
  }

  public List<StoredObject> objects(StoredObject.Kind kind) {
    return objects.stream().filter(o -> o.kind() == kind).toList();
  }

  /** The same with other tables. */
  Schema withTables(List<Table> others) {
    return new Schema(name, characterSet, collation, List.copyOf(others), objects);
  }

  /** The same with other objects. */
  public Schema withObjects(List<StoredObject> others) {
    return new Schema(name, characterSet, collation, tables, List.copyOf(others));
  }
}
