package io.rehydrate.scan;

import io.rehydrate.scan.InsertReader.MisreadException;
import io.rehydrate.schema.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks through the rows of one file. */
final class FileScan implements InsertReader.Rows {
  private final Map<String, ColumnTally> tallies = new LinkedHashMap<>();
  private final List<String> inOrder;
  private final Optional<NameScan> names;
  private final Patterns patterns = new Patterns();
  private final BinaryText binary = new BinaryText();
  private ColumnTally[] columns = {};
  private long rows;

  FileScan(Table table, List<ColumnRule> rules, Optional<NameScan> names) {
    this.names = names;
    rules.forEach(rule -> tallies.put(rule.column(), new ColumnTally(rule)));
    this.inOrder = table.columns().stream().map(c -> c.name()).toList();
  }

  @Override
  public void statement(List<String> names) throws IOException {
    List<ColumnTally> named = new ArrayList<>();
    for (String name : names.isEmpty() ? inOrder : names) {
      if (!tallies.containsKey(name)) {
        throw new MisreadException("a column that the table has not");
      }
      named.add(tallies.get(name));
    }
    columns = named.toArray(new ColumnTally[0]);
  }

  @Override
  public boolean wants(int column) throws IOException {
    if (column >= columns.length) {
      throw new MisreadException("a row of more values than there are columns");
    }
    return columns[column].rule().wanted();
  }

  @Override
  public void value(int column, Text text, boolean quoted, boolean hex) {
    ColumnTally tally = columns[column];
    Text found = hex ? binary.of(text) : text;
    tally.add(found, quoted, patterns);
    if (quoted && names.isPresent() && tally.rule().wants(Kind.NAME)) {
      names.get().look(found, tally.names());
    }
  }

  @Override
  public void row(int values) throws IOException {
    if (values != columns.length) {
      throw new MisreadException("a row of fewer values than there are columns");
    }
    rows++;
  }

  long rows() {
    return rows;
  }

  Map<String, ColumnTally> tallies() {
    return tallies;
  }
}
