package io.rehydrate.schema;

import java.util.List;

/** A foreign key that the schema declares. */
public record ForeignKey(
    String name, List<String> columns, TableName referenced, List<String> referencedColumns) {}
