package io.rehydrate.clone;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.mysql.Bounds;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.support.CommandProcess;
import io.rehydrate.support.OnSharedBlocks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed while it makes or resets a clone leaves the clone whole or nothing, once
 * the next start has looked.
 */
@OnSharedBlocks
class CloneKillTest {
  private static final CloneName NAME = new CloneName("victim");
  private static final List<String> CREATING =
      List.of(
          "it is loaded into one", "step copy", "step start", "step migrate", "serves the dump");
  private static final List<String> RESETTING =
      List.of("step start", "step migrate", "step exchange");

  @TempDir Path folder;

  @Test
  void a_killed_process_leaves_a_whole_clone_or_nothing() throws Exception {
    try (CloneHome home = CloneHome.in(folder, 3000, Map.of())) {
      for (String moment : CREATING) {
        kill(moment, "create", NAME.value(), "--ref", "main");
        home.beans().recover();
        if (isWholeOrGone(home, moment)) {
          home.run(home.clones().remove(CloneHome.OPERATOR, NAME));
          isWholeOrGone(home, moment + ", removed");
        }
      }
      home.create(NAME.value(), "main");
      for (String moment : RESETTING) {
        kill(moment, "reset", NAME.value());
        home.beans().recover();
        assertThat(isWholeOrGone(home, "reset, " + moment)).as(moment).isTrue();
      }
    }
  }

  private void kill(String moment, String... arguments) throws Exception {
    CommandProcess victim =
        CommandProcess.start(
            folder,
            Stream.concat(Stream.of("clones"), Stream.of(arguments)).toArray(String[]::new));
    assertThat(victim.said(moment)).as("it comes to '%s': %s", moment, victim.errors()).isTrue();
    victim.kill();
  }

  private static boolean isWholeOrGone(CloneHome home, String moment) throws Exception {
    CloneFolders folders = home.parts().folders();
    Optional<Clone> clone = home.parts().book().find(NAME);
    assertThat(home.beans().journal().runsWithResources()).as(moment).isEmpty();
    assertThat(home.parts().sweep().strays()).as(moment).isEmpty();
    if (clone.isEmpty()) {
      assertThat(home.blocks.served()).as(moment).isEmpty();
      assertThat(files(folders.clones())).as(moment).isEmpty();
      assertThat(files(folders.logins())).as(moment).isEmpty();
      return false;
    }
    assertThat(home.clones().get(NAME).state()).as(moment).isEqualTo("running");
    Path served = folders.copy(NAME, clone.get().generation());
    assertThat(home.blocks.served()).as(moment).containsExactly(served.resolve("data"));
    assertThat(files(folders.clones())).as(moment).containsExactly(served);
    ServerLogin login = home.parts().logins().of(clone.get()).login();
    try (Connection session = Sessions.connect(login, Bounds.QUESTIONS);
        Statement statement = session.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT COUNT(*) FROM " + home.schema + ".customers WHERE note IS NULL")) {
      row.next();
      assertThat(row.getInt(1)).as(moment).isEqualTo(1000);
    }
    return true;
  }

  private static List<Path> files(Path of) throws Exception {
    try (Stream<Path> files = Files.list(of)) {
      return files.toList();
    }
  }
}
