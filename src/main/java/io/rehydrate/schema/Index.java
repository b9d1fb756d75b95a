package io.rehydrate.schema;

import java.util.List;

/**
 * @param columns in the index's order; a part on an expression is the empty text
 */
public record Index(String name, boolean unique, List<String> columns) {
  public boolean isPrimary() {
    return name.equals("PRIMARY");
  }
}
