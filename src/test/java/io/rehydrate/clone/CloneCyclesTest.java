package io.rehydrate.clone;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.mysql.Bounds;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.run.Run;
import io.rehydrate.support.OnSharedBlocks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many clones at once, and many one after the other. {@code -Dclones.together=20
 * -Dclones.cycles=200} makes it more than an ordinary build has time for.
 */
@OnSharedBlocks
class CloneCyclesTest {
  private static final int TOGETHER = Integer.getInteger("clones.together", 6);
  private static final int CYCLES = Integer.getInteger("clones.cycles", 2);

  /** What the JVM itself opens now and then. */
  private static final int OTHER_FILES = 10;

  @TempDir static Path folder;
  private static CloneHome home;

  @BeforeAll
  static void make() throws Exception {
    home =
        CloneHome.in(
            folder,
            8000,
            Map.of("clones.max", "50", "clones.per-user", "50", "clones.goldens", "1"));
  }

  @AfterAll
  static void remove() throws Exception {
    home.close();
  }

  private static long entries(Path of) throws Exception {
    try (Stream<Path> files = Files.list(of)) {
      return files.count();
    }
  }

  private static void requireNothingLeft(long filesBefore) throws Exception {
    assertThat(home.clones().list()).isEmpty();
    assertThat(home.blocks.served()).isEmpty();
    assertThat(entries(home.parts().folders().clones())).isZero();
    assertThat(entries(home.parts().folders().logins())).isZero();
    assertThat(home.beans().journal().runsWithResources()).isEmpty();
    assertThat(ProcessHandle.current().descendants().filter(CloneCyclesTest::isClone)).isEmpty();
    assertThat(entries(Path.of("/proc/self/fd"))).isLessThan(filesBefore + OTHER_FILES);
  }

  private static boolean isClone(ProcessHandle process) {
    return process
        .info()
        .commandLine()
        .filter(line -> line.contains(home.blocks.clones().toString()))
        .isPresent();
  }

  private static CloneName name(int number) {
    return new CloneName("many-" + number);
  }

  @Test
  void clones_that_are_asked_for_at_once_each_get_a_port_and_data_of_their_own() throws Exception {
    long files = entries(Path.of("/proc/self/fd"));
    ExecutorService people = Executors.newFixedThreadPool(TOGETHER);
    try {
      List<Future<Run>> runs = new ArrayList<>();
      for (int i = 0; i < TOGETHER; i++) {
        String name = name(i).value();
        runs.add(people.submit(() -> home.create(name, "")));
      }
      for (Future<Run> run : runs) {
        assertThat(run.get().failure()).isEmpty();
      }
      List<CloneView> made = home.clones().list();
      assertThat(made).hasSize(TOGETHER).allMatch(clone -> clone.state().equals("running"));
      assertThat(made.stream().map(CloneView::port)).doesNotHaveDuplicates();
      for (CloneView clone : made) {
        Clone known = home.parts().book().find(new CloneName(clone.name())).orElseThrow();
        try (Connection session =
            Sessions.connect(home.parts().logins().of(known).login(), Bounds.QUESTIONS)) {
          Sessions.run(session, "DELETE FROM " + home.schema + ".customers WHERE id < 100");
        }
      }
      List<Future<Run>> removals =
          IntStream.range(0, TOGETHER)
              .mapToObj(
                  i ->
                      people.submit(
                          () -> home.run(home.clones().remove(CloneHome.OPERATOR, name(i)))))
              .toList();
      for (Future<Run> removal : removals) {
        assertThat(removal.get().failure()).isEmpty();
      }
    } finally {
      people.shutdownNow();
    }
    requireNothingLeft(files);
  }

  @Test
  void many_lives_of_a_clone_leave_nothing() throws Exception {
    home.create("first", "");
    home.run(home.clones().remove(CloneHome.OPERATOR, new CloneName("first")));
    long files = entries(Path.of("/proc/self/fd"));
    for (int i = 0; i < CYCLES; i++) {
      assertThat(home.create(name(i).value(), "").failure()).as("create %d", i).isEmpty();
      assertThat(home.run(home.clones().reset(CloneHome.OPERATOR, name(i))).failure())
          .as("reset %d", i)
          .isEmpty();
      assertThat(home.run(home.clones().remove(CloneHome.OPERATOR, name(i))).failure())
          .as("remove %d", i)
          .isEmpty();
    }
    requireNothingLeft(files);
  }
}
