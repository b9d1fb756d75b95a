package io.rehydrate.clone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rehydrate.cli.Said;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.exec.ServerProcesses;
import io.rehydrate.mysql.Bounds;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import io.rehydrate.settings.Role;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.support.OnEveryMariaDb;
import io.rehydrate.support.OnSharedBlocks;
import io.rehydrate.support.SharedBlocks;
import io.rehydrate.users.Person;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clones of a real dump, on a real server and a file system that shares blocks. */
@OnSharedBlocks
@OnEveryMariaDb
class ClonesTest {
  @TempDir static Path folder;
  private static CloneHome home;

  @BeforeAll
  static void make() throws Exception {
    home = CloneHome.in(folder, 3000, Map.of());
  }

  @AfterAll
  static void remove() throws Exception {
    home.close();
  }

  @AfterEach
  void nothing_is_left() throws Exception {
    for (CloneView clone : home.clones().list()) {
      home.run(home.clones().remove(CloneHome.OPERATOR, new CloneName(clone.name())));
    }
    home.parts().sweep().run();
    assertThat(home.clones().list()).isEmpty();
    assertThat(home.blocks.served()).isEmpty();
    assertThat(files(home.parts().folders().clones())).isEmpty();
    assertThat(files(home.parts().folders().logins())).isEmpty();
    assertThat(home.beans().journal().runsWithResources()).isEmpty();
  }

  private static List<Path> files(Path of) throws Exception {
    try (Stream<Path> files = Files.list(of)) {
      return files.toList();
    }
  }

  private static ServerLogin login(String name) {
    Clone clone = home.parts().book().find(new CloneName(name)).orElseThrow();
    ServerLogin login = home.parts().logins().of(clone).login();
    return login.withUrl(login.url().withSchema(home.schema));
  }

  private static List<String> query(ServerLogin login, String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection session = Sessions.connect(login, Bounds.QUESTIONS);
        Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  private static void execute(ServerLogin login, String... statements) throws SQLException {
    try (Connection session = Sessions.connect(login, Bounds.QUESTIONS)) {
      Sessions.run(session, statements);
    }
  }

  private static Path served(String name) {
    Clone clone = home.parts().book().find(new CloneName(name)).orElseThrow();
    return home.parts().folders().copy(clone.name(), clone.generation());
  }

  @Test
  void a_clone_is_made_written_to_reset_stopped_started_and_removed() throws Exception {
    Run created = home.create("ticket-1", "main");

    assertThat(created.failure()).isEmpty();
    ServerLogin login = login("ticket-1");
    assertThat(query(login, "SELECT COUNT(*) FROM customers WHERE note IS NULL"))
        .containsExactly("1000");
    assertThat(query(login, "SELECT customer_count()")).containsExactly("1000");
    assertThat(query(login, "SELECT COUNT(*) FROM named")).containsExactly("1000");
    execute(
        login,
        "UPDATE customers SET name = 'me' WHERE id = 1",
        "DELETE FROM customers WHERE id > 10");
    assertThat(query(login, "SELECT COUNT(*) FROM changes")).containsExactly("1");

    Run reset = home.run(home.clones().reset(CloneHome.OPERATOR, new CloneName("ticket-1")));

    assertThat(reset.failure()).isEmpty();
    assertThat(login("ticket-1")).isEqualTo(login);
    assertThat(query(login, "SELECT COUNT(*) FROM customers WHERE note IS NULL"))
        .containsExactly("1000");

    execute(login, "INSERT INTO customers (id, name) VALUES (5000, 'kept')");
    home.run(home.clones().stop(CloneHome.OPERATOR, new CloneName("ticket-1")));

    assertThat(home.blocks.served()).isEmpty();
    assertThat(home.clones().get(new CloneName("ticket-1")).state()).isEqualTo("stopped");

    home.run(home.clones().start(CloneHome.OPERATOR, new CloneName("ticket-1")));

    assertThat(query(login, "SELECT name FROM customers WHERE id = 5000")).containsExactly("kept");
  }

  @Test
  void two_clones_do_not_see_each_other_and_the_golden_stays_as_it_is() throws Exception {
    home.create("one", "");
    home.create("two", "");

    execute(login("one"), "DROP TABLE customers");

    assertThat(query(login("two"), "SELECT COUNT(*) FROM customers")).containsExactly("1000");
    assertThat(login("one").password()).isNotEqualTo(login("two").password());
    assertThat(login("one").url().port()).isNotEqualTo(login("two").url().port());
    ServerLogin others = new ServerLogin(login("one").url(), Logins.USER, login("two").password());
    assertThatThrownBy(() -> query(others, "SELECT 1")).isInstanceOf(SQLException.class);
    assertThat(home.parts().goldens().isGood(home.beans().store().latest(), program())).isTrue();
  }

  private static CloneProgram program() {
    return CloneProgram.of(home.parts().settings());
  }

  @Test
  void a_developer_has_rights_on_the_schemas_alone() throws Exception {
    home.create("rights", "");
    ServerLogin login = login("rights");

    for (String statement :
        List.of(
            "SELECT 'x' INTO OUTFILE '/tmp/rehydrate-clone'",
            "LOAD DATA INFILE '/etc/passwd' INTO TABLE customers",
            "SET GLOBAL max_connections = 5",
            "CREATE USER other IDENTIFIED BY 'x'",
            "GRANT ALL ON *.* TO developer",
            "CREATE DATABASE elsewhere",
            "SELECT * FROM mysql.global_priv",
            "SHUTDOWN",
            "INSTALL SONAME 'ha_federated'",
            "UPDATE mysql.proc SET definer = 'x'")) {
      assertThatThrownBy(() -> execute(login, statement))
          .as(statement)
          .isInstanceOf(SQLException.class);
    }
    for (String user : List.of("root", "", "mysql", "mariadb.sys", CloneAccounts.MAKER)) {
      ServerLogin other = new ServerLogin(login.url(), user, new Secret(""));
      assertThatThrownBy(() -> query(other, "SELECT 1")).isInstanceOf(SQLException.class);
    }
    execute(login, "CREATE TABLE outside (i INT) ENGINE=MyISAM DATA DIRECTORY='/tmp'");
    assertThat(Path.of("/tmp/outside.MYD")).as("the folder is passed over").doesNotExist();
  }

  @Test
  void the_server_runs_as_its_account_in_a_group_of_its_own_and_no_secret_is_seen()
      throws Exception {
    home.create("seen", "");
    Path data = served("seen").resolve("data");
    ProcessHandle server = ServerProcesses.of(data).orElseThrow();

    assertThat(server.info().user()).contains(CloneHome.USER);
    String stat = Files.readString(Path.of("/proc/" + server.pid() + "/stat"));
    assertThat(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[2])
        .isEqualTo(Long.toString(server.pid()));
    String password = login("seen").password().reveal();
    assertThat(Files.readString(Path.of("/proc/" + server.pid() + "/cmdline")))
        .doesNotContain(password);
    assertThat(Files.readString(Path.of("/proc/" + server.pid() + "/environ")))
        .doesNotContain(password);
    assertThat(served("seen").resolve("first.sql")).doesNotExist();
    for (Path file : files(home.parts().folders().logins())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void a_migration_that_fails_leaves_no_clone_and_one_that_is_reset_as_it_was() throws Exception {
    Run failed = home.create("broken", "wrong");

    assertThat(failed.failure().orElseThrow().exitCode()).isEqualTo(15);
    assertThat(home.clones().list()).isEmpty();
    assertThat(home.blocks.served()).isEmpty();

    home.create("kept", "main");
    execute(login("kept"), "INSERT INTO customers (id, name) VALUES (7000, 'mine')");
    String good = home.repository.commit("refs/heads/copy");
    home.repository
        .file("db/migration/V4__wrong.sql", "ALTER TABLE nothing ADD note VARCHAR(20)")
        .commit("refs/heads/main");
    try {
      Run reset = home.run(home.clones().reset(CloneHome.OPERATOR, new CloneName("kept")));

      assertThat(reset.failure().orElseThrow().exitCode()).isEqualTo(15);
      assertThat(query(login("kept"), "SELECT name FROM customers WHERE id = 7000"))
          .containsExactly("mine");
      assertThat(home.blocks.served()).containsExactly(served("kept").resolve("data"));
    } finally {
      home.repository.remove("db/migration/V4__wrong.sql").point("refs/heads/main", good);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../x", "-rf", "a b", "", "A", "x/y", "аbc", "a\nb", "a.b", "$(id)", "%2e%2e"})
  void a_name_that_is_none_is_refused(String name) {
    assertThatThrownBy(() -> CloneHome.wish(name, ""))
        .isInstanceOf(RehydrateException.class)
        .hasMessage("That can't be the name of a clone");
    assertThatThrownBy(() -> CloneHome.wish("a".repeat(300), ""))
        .isInstanceOf(RehydrateException.class);
  }

  @Test
  void a_clone_is_its_owners_and_an_operators() throws Exception {
    Person anna = new Person("anna", Role.DEVELOPER, "http 127.0.0.1");
    Person ben = new Person("ben", Role.DEVELOPER, "http 127.0.0.1");
    Person viewer = new Person("vera", Role.VIEWER, "http 127.0.0.1");
    CloneName name = new CloneName("annas");

    assertThatThrownBy(() -> home.clones().create(viewer, CloneHome.wish("veras", "")))
        .hasMessageContaining("vera is a viewer");
    home.run(home.clones().create(anna, CloneHome.wish("annas", "")));

    assertThatThrownBy(() -> home.clones().remove(ben, name))
        .hasMessageContaining("belongs to anna");
    assertThatThrownBy(() -> home.clones().reset(ben, name)).hasMessageContaining("anna");
    assertThatThrownBy(() -> home.clones().create(ben, CloneHome.wish("annas", "")))
        .hasMessageContaining("There is a clone annas already");
    home.run(home.clones().remove(CloneHome.OPERATOR, name));
    assertThat(home.clones().list()).isEmpty();
  }

  @Test
  void a_server_that_has_ended_is_shown_and_started_again() throws Exception {
    home.create("dies", "");
    execute(login("dies"), "INSERT INTO customers (id, name) VALUES (8000, 'safe')");
    ServerProcesses.end(
        ServerProcesses.of(served("dies").resolve("data")).orElseThrow(), Duration.ZERO);

    assertThat(home.clones().get(new CloneName("dies")).state()).isEqualTo("dead");

    Run started = home.run(home.clones().start(CloneHome.OPERATOR, new CloneName("dies")));

    assertThat(started.failure()).isEmpty();
    assertThat(query(login("dies"), "SELECT name FROM customers WHERE id = 8000"))
        .containsExactly("safe");
  }

  @Test
  void a_golden_that_was_changed_is_made_again() throws Exception {
    home.create("before", "");
    Path file = home.parts().folders().golden(CloneHome.DUMP).resolve("data/ibdata1");
    Files.write(file, new byte[] {1, 2, 3});
    assertThat(home.parts().goldens().isGood(home.beans().store().latest(), program())).isFalse();

    Run created = home.create("after", "");

    assertThat(created.failure()).isEmpty();
    assertThat(query(login("after"), "SELECT COUNT(*) FROM customers")).containsExactly("1000");
    assertThat(query(login("before"), "SELECT COUNT(*) FROM customers")).containsExactly("1000");
    assertThat(home.parts().goldens().isGood(home.beans().store().latest(), program())).isTrue();
  }

  @Test
  void a_process_that_ends_leaves_the_clones_running_and_the_next_one_knows_them()
      throws Exception {
    home.create("survivor", "");
    ProcessHandle server = ServerProcesses.of(served("survivor").resolve("data")).orElseThrow();

    home.closeProcess();
    home.open();
    home.beans().recover();

    assertThat(server.isAlive()).isTrue();
    assertThat(home.clones().get(new CloneName("survivor")).state()).isEqualTo("running");
    assertThat(query(login("survivor"), "SELECT COUNT(*) FROM customers")).containsExactly("1000");
  }

  @Test
  void an_expired_clone_is_removed_and_a_stray_server_is_found() throws Exception {
    home.create("old", "");
    home.parts().book().expire(new CloneName("old"), home.parts().book().now().minusSeconds(1));
    CloneKeeper keeper = (CloneKeeper) home.beans().byName().get("cloneKeeper");

    keeper.keep();
    Run queued = home.beans().journal().in(RunState.QUEUED).get(0);
    home.run(queued);

    assertThat(home.clones().list()).isEmpty();
    assertThat(home.blocks.served()).isEmpty();

    home.create("stray", "");
    Path stray = served("stray");
    home.parts().book().remove(new CloneName("stray"));

    assertThat(Said.by(home.folder, List.of("sweep", "--dry-run")).out())
        .contains("unknown folder  " + stray);
    assertThat(home.blocks.served()).containsExactly(stray.resolve("data"));

    home.parts().sweep().run();

    assertThat(home.blocks.served()).isEmpty();
  }

  @Test
  void a_file_system_that_is_nearly_full_takes_no_clone_until_there_is_room() throws Exception {
    home.create("first", "");
    Path filler = home.blocks.clones().resolveSibling("filler");
    long free = home.parts().space().figures().free();
    SharedBlocks.run("fallocate", "-l", Long.toString(free - (100 << 20)), filler.toString());
    try {
      assertThatThrownBy(() -> home.clones().create(CloneHome.OPERATOR, CloneHome.wish("no", "")))
          .hasMessageContaining("has no room for a clone")
          .hasMessageContaining("MiB are free");
      assertThatThrownBy(() -> home.clones().reset(CloneHome.OPERATOR, new CloneName("first")))
          .hasMessageContaining("has no room for a clone");
      assertThat(query(login("first"), "SELECT COUNT(*) FROM customers")).containsExactly("1000");
    } finally {
      Files.delete(filler);
    }
    // the file system frees blocks a little later
    await().until(() -> home.parts().space().figures().free() > free / 2);

    assertThat(home.create("second", "").failure()).isEmpty();
  }

  @Test
  void the_folder_of_another_installation_is_left_alone() throws Exception {
    home.create("theirs", "");
    Path marker = home.blocks.clones().resolve(CloneFolders.MARKER);
    String ours = Files.readString(marker);
    Files.writeString(marker, "another");
    try {
      home.parts().book().remove(new CloneName("theirs"));
      home.parts().sweep().run();

      assertThat(home.blocks.served()).hasSize(1);
      assertThatThrownBy(() -> home.clones().create(CloneHome.OPERATOR, CloneHome.wish("my", "")))
          .hasMessageContaining("belongs to another installation");
    } finally {
      Files.writeString(marker, ours);
    }
  }
}
