package io.rehydrate.exec;

import io.rehydrate.mysql.ServerVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The arguments of mysqldump and of mariadb-dump, which understand different ones. */
public final class DumpArguments {
  private final OptionFile login;
  private final List<String> vendor;

  /**
   * @param client the dump program's own version
   */
  public DumpArguments(OptionFile login, ServerVersion client) {
    this.login = login;
    this.vendor =
        client.isMariaDb()
            ? List.of()
            : List.of("--set-gtid-purged=OFF", "--column-statistics=0", "--no-tablespaces");
  }

  /** For the CREATE statements of all tables of a schema, and nothing else. */
  public List<String> definitions(String schema, List<String> ignored) {
    List<String> arguments = common();
    arguments.addAll(List.of("--no-data", "--skip-triggers", "--skip-add-drop-table"));
    ignored.forEach(name -> arguments.add("--ignore-table=" + schema + "." + name));
    arguments.addAll(List.of("--", schema));
    return arguments;
  }

  /**
   * For the rows of tables, one after the other, with the names of their columns.
   *
   * @param condition of a piece of a large table, made by us
   */
  public List<String> rows(String schema, List<String> tables, Optional<String> condition) {
    List<String> arguments = common();
    arguments.addAll(
        List.of(
            "--no-create-info",
            "--skip-triggers",
            "--skip-add-locks",
            "--skip-disable-keys",
            "--complete-insert"));
    condition.ifPresent(c -> arguments.add("--where=" + c));
    arguments.addAll(List.of("--", schema));
    arguments.addAll(tables);
    return arguments;
  }

  private List<String> common() {
    List<String> arguments = new ArrayList<>();
    arguments.add(login.argument());
    arguments.addAll(vendor);
    arguments.addAll(
        List.of(
            "--single-transaction",
            "--quick",
            "--hex-blob",
            "--tz-utc",
            "--default-character-set=utf8mb4",
            "--max-allowed-packet=1G",
            "--net-buffer-length=1M",
            "--no-autocommit",
            "--comments",
            "--skip-dump-date"));
    return arguments;
  }
}
