package io.rehydrate.clone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.cli.Said;
import io.rehydrate.exec.ServerProcesses;
import io.rehydrate.mysql.Bounds;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import io.rehydrate.settings.Role;
import io.rehydrate.store.StoredDump;
import io.rehydrate.support.OnSharedBlocks;
import io.rehydrate.support.SharedBlocks;
import io.rehydrate.users.Person;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A target that is a clone: refreshes of it copy blocks. One life of it, in order, on btrfs where
 * the machine has its tools.
 */
@OnSharedBlocks
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CloneTargetTest {
  private static final CloneName NAME = new CloneName(CloneHome.TARGET);

  @TempDir static Path folder;
  private static CloneHome home;

  @BeforeAll
  static void make() throws Exception {
    home = CloneHome.on(SharedBlocks.btrfsOrXfs(3000), folder, Map.of("dump.verify", "restore"));
  }

  @AfterAll
  static void remove() throws Exception {
    home.blocks.served().forEach(data -> ServerProcesses.of(data).ifPresent(CloneTargetTest::end));
    home.close();
  }

  private static void end(ProcessHandle server) {
    ServerProcesses.end(server, Duration.ZERO);
  }

  private static String ask(String sql) throws SQLException {
    try (Connection session = Sessions.connect(home.application(), Bounds.QUESTIONS);
        Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }

  private static Path served() {
    Clone clone = home.parts().book().find(NAME).orElseThrow();
    return home.parts().folders().copy(NAME, clone.generation());
  }

  @Test
  @Order(0)
  void a_night_proves_its_dump_by_loading_it_into_its_golden() {
    StoredDump dump = home.beans().store().latest();

    assertThat(dump.manifest().restored().how()).isEqualTo("restore");
    assertThat(dump.manifest().restored().serverVersion()).contains("MariaDB");
    assertThat(home.parts().goldens().isGood(dump, CloneProgram.of(home.parts().settings())))
        .isTrue();
    Run night = home.beans().journal().newest(1).get(0);
    assertThat(home.beans().runs().log(night.id()).read(0).text())
        .contains("has a golden now")
        .doesNotContain("on the scratch, not as a golden");
  }

  @Test
  @Order(8)
  void where_there_is_no_room_for_a_golden_the_dump_is_proven_on_the_scratch() throws Exception {
    Path filler = home.blocks.clones().resolveSibling("filler");
    long free = home.parts().space().figures().free();
    // less than the reserve stays free; btrfs needs some of what it says is free for itself
    SharedBlocks.run("fallocate", "-l", Long.toString(free - (350 << 20)), filler.toString());

    home.night("2026-11-22T02:00:00Z");

    StoredDump dump = home.beans().store().latest();
    assertThat(dump.manifest().restored().how()).isEqualTo("restore");
    assertThat(home.parts().folders().golden(dump.id().value())).doesNotExist();
    Run night = home.beans().journal().newest(1).get(0);
    assertThat(home.beans().runs().log(night.id()).read(0).text())
        .contains("on the scratch, not as a golden");
    Files.delete(filler);
  }

  @Test
  @Order(1)
  void a_first_refresh_that_fails_leaves_nothing() throws Exception {
    Run failed = home.refresh("latest", "wrong");

    assertThat(failed.failure()).hasValueSatisfying(f -> assertThat(f.exitCode()).isEqualTo(15));
    assertThat(home.clones().list()).isEmpty();
    assertThat(home.blocks.served()).isEmpty();
    try (Stream<Path> files = Files.list(home.parts().folders().logins())) {
      assertThat(files).isEmpty();
    }
    assertThat(home.beans().journal().runsWithResources()).isEmpty();
  }

  @Test
  @Order(2)
  void a_refresh_makes_the_clone_with_the_configured_port_and_account() throws Exception {
    Said dry =
        Said.by(
            folder, List.of("refresh", "--target", CloneHome.TARGET, "--ref", "main", "--dry-run"));
    assertThat(dry.exit()).as(dry.toString()).isZero();
    assertThat(dry.out()).contains("is a clone, there is room for a copy of the dump");

    Run refreshed = home.refresh("latest", "main");

    assertThat(refreshed.failure()).isEmpty();
    assertThat(ask("SELECT COUNT(*) FROM customers WHERE note IS NULL")).isEqualTo("1000");
    assertThat(ask("SELECT customer_id FROM changes")).isEqualTo("4711");
    assertThat(ask("SELECT COUNT(*) FROM named")).isEqualTo("1000");
    assertThat(ask("SELECT CURRENT_USER()")).isEqualTo("app@%");
    Said targets = Said.by(folder, List.of("targets"));
    assertThat(targets.out())
        .containsPattern("staging .* clone +" + CloneHome.DUMP + " +main +[0-9a-f]{10} ");
    assertThat(Said.by(folder, List.of("clones")).out())
        .containsPattern("staging +running +target staging .* main +never");
  }

  @Test
  @Order(3)
  void the_next_refresh_brings_fresh_data_to_the_same_address() throws Exception {
    try (Connection session = Sessions.connect(home.application(), Bounds.QUESTIONS)) {
      Sessions.run(session, "DELETE FROM customers", "DROP VIEW named");
    }

    Run refreshed = home.refresh("latest", "");

    assertThat(refreshed.failure()).isEmpty();
    assertThat(ask("SELECT COUNT(*) FROM customers")).isEqualTo("1000");
    assertThat(ask("SELECT COUNT(*) FROM named")).isEqualTo("1000");
    assertThatThrownBy(() -> ask("SELECT note FROM customers")).hasMessageContaining("note");
    assertThat(home.clones().get(NAME).ref()).isEmpty();
    assertThat(home.blocks.served()).hasSize(1);
  }

  @Test
  @Order(4)
  void a_refresh_that_fails_leaves_the_target_as_it_was() throws Exception {
    Path before = served();
    Files.writeString(folder.resolve("after.sql"), "INSERT INTO nowhere VALUES (1);\n");

    Run failed = home.refresh("latest", "main");

    assertThat(failed.state()).isEqualTo(RunState.FAILED);
    assertThat(failed.failure().orElseThrow().message()).contains("nowhere");
    assertThat(served()).isEqualTo(before);
    assertThat(home.blocks.served()).containsExactly(before.resolve("data"));
    assertThat(ask("SELECT COUNT(*) FROM customers")).isEqualTo("1000");
    Files.writeString(folder.resolve("after.sql"), "SELECT 1;\n");
  }

  @Test
  @Order(5)
  void a_target_that_has_ended_is_started_again_and_never_stopped_as_idle() throws Exception {
    CloneKeeper keeper = (CloneKeeper) home.beans().byName().get("cloneKeeper");
    keeper.keep();
    end(ServerProcesses.of(served().resolve("data")).orElseThrow());

    keeper.keep();
    Run queued = home.beans().journal().in(RunState.QUEUED).get(0);
    home.run(queued);

    assertThat(queued.lease()).isEqualTo("target:" + CloneHome.TARGET);
    assertThat(ask("SELECT COUNT(*) FROM customers")).isEqualTo("1000");
  }

  @Test
  @Order(6)
  void what_belongs_to_a_target_is_not_done_by_commands_for_clones() {
    Person anna = new Person("anna", Role.DEVELOPER, "http 127.0.0.1");

    assertThatThrownBy(() -> home.clones().remove(CloneHome.OPERATOR, NAME))
        .hasMessageContaining("The clone staging is a target");
    assertThatThrownBy(() -> home.clones().reset(CloneHome.OPERATOR, NAME))
        .hasMessageContaining("is a target");
    assertThatThrownBy(() -> home.clones().stop(anna, NAME)).hasMessageContaining("staging");
    assertThatThrownBy(
            () -> home.clones().create(CloneHome.OPERATOR, CloneHome.wish(NAME.value(), "")))
        .hasMessageContaining("The target staging is a clone of this name");
    assertThatThrownBy(
            () -> home.beans().admission().admit(NAME.value(), CloneHome.OPERATOR.actor()))
        .hasMessageContaining("is a clone, which this daemon makes itself");
  }

  @Test
  @Order(7)
  void a_developers_clone_never_gets_the_port_of_a_target() throws Exception {
    home.parts().servers().stop(served());
    home.parts().book().remove(NAME);

    home.create("other", "");

    assertThat(home.clones().get(new CloneName("other")).port())
        .isNotEqualTo(home.application().url().port());
    home.run(home.clones().remove(CloneHome.OPERATOR, new CloneName("other")));
  }
}
