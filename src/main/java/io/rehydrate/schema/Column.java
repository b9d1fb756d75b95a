package io.rehydrate.schema;

import io.rehydrate.mysql.Sql;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * @param type in full: {@code varchar(50)}, {@code enum('a','b')}, {@code int(10) unsigned}
 * @param dataType its first word, lower case: {@code varchar}, {@code enum}, {@code int}; MariaDB's
 *     JSON is {@code longtext} with a CHECK on {@code json_valid} and is reported as {@code json}
 * @param characters the longest text it takes, in characters
 * @param characterSet of a text column; empty for others
 */
public record Column(
    String name,
    String type,
    String dataType,
    boolean nullable,
    boolean generated,
    boolean autoIncrement,
    OptionalLong characters,
    Optional<String> characterSet,
    Optional<String> collation) {

  /** The column without what the server does to its values. */
  Column plain() {
    return new Column(
        name, type, dataType, nullable, false, false, characters, characterSet, collation);
  }

  /** The same with another type, of the same kind. */
  Column withType(String other) {
    return new Column(
        name,
        other,
        dataType,
        nullable,
        generated,
        autoIncrement,
        characters,
        characterSet,
        collation);
  }

  /** In bytes; of texts that lie outside of the row what points to them. */
  long widest() {
    boolean isInRow =
        switch (dataType) {
          case "char", "varchar", "binary", "varbinary" -> true;
          default -> false;
        };
    return isInRow ? 2 + 4 * characters.orElse(1) : 16;
  }

  /** Its line in a CREATE TABLE, with name, type and collation alone. */
  String definition() {
    return Sql.name(name)
        + " "
        + type
        + collation
            .map(c -> " CHARACTER SET " + characterSet.orElseThrow() + " COLLATE " + c)
            .orElse("")
        + (nullable ? " NULL" : " NOT NULL");
  }

  public boolean isText() {
    return switch (dataType) {
      case "char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set" -> true;
      default -> false;
    };
  }

  public boolean isJson() {
    return dataType.equals("json");
  }

  public boolean isBinary() {
    return switch (dataType) {
      case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" -> true;
      default -> false;
    };
  }

  /** Whether a value may be too large to be held in memory next to others. */
  public boolean mayBeLarge() {
    return switch (dataType) {
      case "mediumtext", "longtext", "mediumblob", "longblob", "json" -> true;
      default -> false;
    };
  }

  /** Points, lines, areas. */
  public boolean isSpatial() {
    return switch (dataType) {
      case "geometry",
          "point",
          "linestring",
          "polygon",
          "multipoint",
          "multilinestring",
          "multipolygon",
          "geometrycollection",
          "geomcollection" ->
          true;
      default -> false;
    };
  }

  public boolean isInteger() {
    return switch (dataType) {
      case "tinyint", "smallint", "mediumint", "int", "bigint" -> true;
      default -> false;
    };
  }

  public boolean isUnsigned() {
    return type.toLowerCase(Locale.ROOT).contains("unsigned");
  }

  public boolean isNumber() {
    return isInteger()
        || dataType.equals("decimal")
        || dataType.equals("float")
        || dataType.equals("double");
  }
}
