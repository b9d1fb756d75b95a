package io.rehydrate.schema;

import io.rehydrate.mysql.ServerVersion;
import java.util.List;
import java.util.Optional;

/** The schemas that belong together in one dump, as a server declared them. */
public record Catalog(ServerVersion server, List<Schema> schemas) {

  public List<Table> tables() {
    return schemas.stream().flatMap(s -> s.tables().stream()).toList();
  }

  public Optional<Table> table(TableName name) {
    return schemas.stream()
        .filter(s -> s.name().equals(name.schema()))
        .findFirst()
        .flatMap(s -> s.table(name.table()));
  }
}
