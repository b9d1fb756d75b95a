package io.rehydrate.night;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlPrograms;
import io.rehydrate.support.MySqlServer;
import io.rehydrate.support.TestServers;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@ContainerTest
class WholeNightOnMySqlTest extends WholeNightOnAnyServer {

  WholeNightOnMySqlTest() {
    super(MySqlServer.source(), MySqlServer.scratch(), MySqlServer.target());
  }

  @Override
  Path programs(Path home) throws IOException {
    return MySqlPrograms.in(home.resolve("tools"), home);
  }

  @Test
  void a_server_that_enforces_gtids_is_used_by_an_account_that_has_to_write_its_log()
      throws Exception {
    source(
        "CREATE TABLE orders (id INT PRIMARY KEY)",
        "CREATE TABLE items (id INT PRIMARY KEY, order_id INT, mail VARCHAR(40))",
        "INSERT INTO orders VALUES (1), (2)",
        "INSERT INTO items VALUES (1, 1, 'a@corp.test'), (2, 2, 'b@corp.test')");
    ServerLogin root = MySqlServer.scratch();
    TestServers.run(
        root,
        "SET GLOBAL enforce_gtid_consistency = ON", // as MySQL 9.7 begins
        "CREATE USER plain@'%' IDENTIFIED BY 'pw-of-plain'",
        "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX, REFERENCES, CREATE"
            + " TEMPORARY TABLES, LOCK TABLES, TRIGGER, CREATE ROUTINE, ALTER ROUTINE, EVENT,"
            + " CREATE VIEW, SHOW VIEW, EXECUTE, PROCESS ON *.* TO plain@'%'");
    try {
      String plan =
          """
          version: 1
          core: { orders: { where: "id = 2" } }
          relations: [ items.order_id -> orders.id ]
          tables: { items: { rows: follow, mask: { mail: email } } }
          unlisted: { tables: keep, columns: keep }
          """;
      nightAndRefresh(home(plan, new ServerLogin(root.url(), "plain", new Secret("pw-of-plain"))));
    } finally {
      TestServers.run(root, "DROP USER plain@'%'");
    }

    assertThat(rows("SELECT CONCAT(id, order_id) FROM items WHERE mail NOT LIKE 'b@%'"))
        .containsExactly("22");
  }

  @Override
  boolean isEnforced() {
    return true;
  }

  @Override
  String checkOfColumn(String column) {
    return "emp_chk_1";
  }
}
