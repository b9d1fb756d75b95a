package io.rehydrate.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rehydrate.audit.Audit;
import io.rehydrate.audit.AuditReader;
import io.rehydrate.dump.DumpId;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Journal;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunId;
import io.rehydrate.run.RunState;
import io.rehydrate.run.State;
import io.rehydrate.settings.Role;
import io.rehydrate.settings.Settings;
import io.rehydrate.store.KnownStores;
import io.rehydrate.store.Staging;
import io.rehydrate.store.Store;
import io.rehydrate.support.Dumps;
import io.rehydrate.support.HomeFolder;
import io.rehydrate.support.SettableClock;
import io.rehydrate.support.UsersFixture;
import io.rehydrate.users.UserDirectory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people, programs and attackers leave in a folder that all of them may write to. */
@Timeout(60)
class DroppedFilesTest {
  private static final Actor TESTER = new Actor("tester", "cli");
  private static final DumpId DUMP = new DumpId("20260101T020000Z");
  private static final String SOUND = "{\"target\": \"dev\"}";

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-02T08:00:00Z"));
  private Path inbox;
  private State state;
  private Journal journal;
  private Inbox bean;

  @BeforeEach
  void open() throws IOException {
    Settings settings = HomeFolder.in(folder).withTarget("dev").read();
    inbox = Files.createDirectory(folder.resolve("inbox"));
    Files.setPosixFilePermissions(inbox, PosixFilePermissions.fromString("rwxrwxrwx"));
    state = State.open(settings.state());
    journal = new Journal(state, clock);
    Store store = new Store(folder.resolve("store"), clock, KnownStores.of(journal, TESTER));
    Staging staging = store.stage(RunId.at(clock.instant()), DUMP);
    store.publish(staging, Dumps.small(staging.folder(), DUMP));
    Admission admission =
        new Admission(
            settings.targets(),
            settings.source().login(),
            new JournalAdmissions(journal),
            TargetSessions.byLogin());
    bean =
        new Inbox(
            new Refreshes(admission, store, Optional.empty(), journal),
            new UserDirectory(settings.users().file(), false, clock),
            inbox,
            clock);
  }

  @AfterEach
  void close() {
    state.close();
  }

  private void look() {
    bean.take();
    clock.forward(Duration.ofSeconds(11));
    bean.take();
  }

  private JsonNode note(String where, String name) throws IOException {
    return new ObjectMapper().readTree(inbox.resolve(where).resolve(name).toFile());
  }

  private void assertRefused(String name, String code, String words) throws IOException {
    assertThat(inbox.resolve("failed").resolve(name)).existsNoFollowLinks();
    JsonNode problem = note("failed", name + ".problem.json");
    assertThat(problem.path("code").asText()).as(name).isEqualTo(code);
    assertThat(problem.path("detail").asText()).as(name).contains(words);
    assertThat(problem.path("hint").asText()).as(name).isNotBlank();
  }

  private List<String> waiting() throws IOException {
    try (Stream<Path> files = Files.list(inbox)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith(".") && !name.equals("done") && !name.equals("failed"))
          .toList();
    }
  }

  @Test
  void with_users_the_files_owner_is_the_actor_and_must_be_one_of_them() throws Exception {
    String owner = System.getProperty("user.name");
    UsersFixture users = UsersFixture.in(folder).with("somebody-else", Role.OPERATOR);
    Files.writeString(inbox.resolve("stranger.json"), SOUND);
    look();
    assertRefused("stranger.json", "request.owner", "is not a user");

    users.with(owner, Role.VIEWER);
    Files.writeString(inbox.resolve("viewer.json"), SOUND);
    look();
    assertRefused("viewer.json", "permission.role", owner);
    assertThat(entries().findFirst())
        .contains(owner + " inbox viewer.json refresh refused: permission.role");

    users.withRole(owner, Role.DEVELOPER);
    Files.writeString(inbox.resolve("developer.json"), SOUND);
    look();
    RunId run = new RunId(note("done", "developer.json.run.json").path("run").asText());
    assertThat(journal.get(run).actor().name()).isEqualTo(owner);
  }

  @Test
  void a_target_that_somebody_else_protects_is_refused_with_their_reason() throws Exception {
    Actor ann = new Actor("ann", "cli");
    journal
        .protections()
        .protect("dev", ann, clock.instant().plus(Duration.ofDays(1)), "the demo", false);
    Files.writeString(inbox.resolve("ask.json"), SOUND);
    look();

    assertRefused("ask.json", "target.protected", "protected by ann until");
    assertThat(note("failed", "ask.json.problem.json").path("status").asInt()).isEqualTo(423);
    assertThat(journal.newest(9)).isEmpty();
    Files.writeString(inbox.resolve("again.json"), "{\"target\": \"dev\", \"override\": true}");
    look();
    assertThat(inbox.resolve("done/again.json")).exists();
    assertThat(entries()).anyMatch(entry -> entry.endsWith("override done"));
  }

  @Test
  void a_file_with_the_id_of_an_earlier_one_is_that_ones_run() throws Exception {
    for (String name : List.of("first", "second")) {
      Files.writeString(inbox.resolve(name + ".json"), "{\"target\": \"dev\", \"id\": \"4711\"}");
      look();
      journal
          .in(RunState.QUEUED)
          .forEach(run -> journal.end(run.id(), RunState.SUCCEEDED, Optional.empty()));
    }
    Files.writeString(
        inbox.resolve("other.json"),
        "{\"target\": \"dev\", \"id\": \"4711\", \"dump\": \"" + DUMP + "\"}");
    Files.writeString(inbox.resolve("empty.json"), "{\"target\": \"dev\", \"id\": \"\"}");
    look();
    look();

    assertThat(note("done", "second.json.run.json").path("run"))
        .isEqualTo(note("done", "first.json.run.json").path("run"));
    assertThat(journal.newest(9)).hasSize(1);
    assertRefused("other.json", "request.key-used", "that of the run");
    assertRefused("empty.json", "request.key", "1 to 100");
  }

  /** Of the audit, newest first. */
  private Stream<String> entries() {
    return new Audit(state.dataSource(), clock, Optional.empty())
        .reader().newest(AuditReader.Filter.ALL, 50).stream()
            .map(e -> String.join(" ", e.person(), e.way(), e.address(), e.action(), e.outcome()));
  }

  private static void shell(Path directory, String script) throws Exception {
    Process process =
        new ProcessBuilder("bash", "-c", script).directory(directory.toFile()).start();
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void a_request_that_was_taken_says_which_run_it_became() throws Exception {
    Files.writeString(inbox.resolve("ask dev.json"), SOUND);

    look();

    Run run = journal.newest(9).get(0);
    assertThat(run.target()).contains("dev");
    assertThat(run.actor().origin()).isEqualTo("inbox ask_dev.json");
    assertThat(run.actor().name()).isEqualTo(System.getProperty("user.name"));
    assertThat(inbox.resolve("done/ask_dev.json")).hasContent(SOUND);
    JsonNode note = note("done", "ask_dev.json.run.json");
    assertThat(note.path("run").asText()).isEqualTo(run.id().value());
    assertThat(note.path("dump").asText()).isEqualTo(DUMP.value());
    assertThat(waiting()).isEmpty();
  }

  @Test
  void two_requests_of_one_name_are_both_kept() throws Exception {
    for (int i = 0; i < 2; i++) {
      Files.writeString(inbox.resolve("ask.json"), SOUND);
      look();
    }

    assertThat(journal.newest(9)).hasSize(1);
    try (Stream<Path> done = Files.list(inbox.resolve("done"))) {
      assertThat(done).hasSize(4);
    }
  }

  @Test
  void a_file_that_is_still_written_to_is_left_alone() throws Exception {
    Path file = Files.writeString(inbox.resolve("slow.json"), "{\"target\":");
    bean.take();
    clock.forward(Duration.ofSeconds(2));
    Files.writeString(file, "\"dev\"}", StandardOpenOption.APPEND);
    bean.take();
    assertThat(file).exists();

    clock.forward(Duration.ofSeconds(2));
    bean.take();

    assertThat(journal.newest(9)).hasSize(1);
  }

  @Test
  void what_is_no_plain_file_is_put_aside_and_never_opened() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), SOUND);
    Files.createSymbolicLink(inbox.resolve("link.json"), secret);
    Files.createSymbolicLink(inbox.resolve("dangling.json"), folder.resolve("nothing"));
    Files.createLink(inbox.resolve("hard.json"), secret);
    Files.createDirectory(inbox.resolve("folder.json"));
    shell(inbox, "mkfifo pipe.json");
    Path socket = inbox.resolve("socket.json");
    try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.bind(UnixDomainSocketAddress.of(socket));

      look();
    }

    assertRefused("link.json", "request.file", "a link");
    assertRefused("dangling.json", "request.file", "a link");
    assertRefused("hard.json", "request.file", "another name");
    assertRefused("folder.json", "request.file", "a folder");
    assertRefused("pipe.json", "request.file", "a pipe");
    assertRefused("socket.json", "request.file", "a socket");
    assertThat(secret).hasContent(SOUND);
    assertThat(journal.newest(9)).isEmpty();
    assertThat(waiting()).isEmpty();
  }

  @Test
  void names_that_forge_or_break_something_are_replaced_by_plain_ones() throws Exception {
    shell(
        inbox,
        "echo '{}' > $'two\\n"
            + "lines.json'; echo '{}' > $'\\e[2J.json';echo '{}' > $'bad\\xff.json'; echo '{}' >"
            + " $'end.json\\n"
            + "'; echo '{}' > $'\\u202egnp.json'");
    Files.writeString(inbox.resolve("x".repeat(250) + ".json"), "{}");

    look();

    assertRefused("two_lines.json", "request.name", "can't be printed");
    assertRefused("__2J.json", "request.name", "can't be printed");
    assertRefused("bad_.json", "request.name", "is not UTF-8");
    assertRefused("end.json", "request.name", "can't be printed");
    assertRefused("_gnp.json", "request.name", "can't be printed");
    assertRefused("x".repeat(100) + ".json", "request.invalid", "names no target");
    assertThat(waiting()).isEmpty();
  }

  @Test
  void empty_and_endless_files_are_refused() throws Exception {
    Files.createFile(inbox.resolve("empty.json"));
    try (RandomAccessFile file = new RandomAccessFile(inbox.resolve("huge.json").toFile(), "rw")) {
      file.setLength(1L << 33);
    }
    bean.take();
    clock.forward(Duration.ofSeconds(2));
    bean.take();
    assertThat(inbox.resolve("empty.json")).exists();

    look();

    assertRefused("empty.json", "request.invalid", "it is empty");
    assertRefused("huge.json", "request.size", "larger than");
  }

  @Test
  void a_field_that_does_not_exist_is_named_and_its_value_is_not() throws Exception {
    Files.writeString(inbox.resolve("more.json"), "{\"target\": \"dev\", \"dmup\": \"canary\"}");
    Files.writeString(inbox.resolve("less.json"), "{\"target\": [\"canary\"]}");
    Files.writeString(inbox.resolve("twice.json"), "{\"target\": \"dev\", \"target\": \"canary\"}");

    look();

    assertRefused("more.json", "request.invalid", "the unknown field 'dmup'");
    assertRefused("less.json", "request.invalid", "'target' is no text");
    assertRefused("twice.json", "request.invalid", "'target' is there twice");
    for (String name : List.of("more", "less", "twice")) {
      assertThat(note("failed", name + ".json.problem.json").toString()).doesNotContain("canary");
    }
  }

  @Test
  void a_link_in_the_place_of_our_folders_is_not_followed() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path manifest =
        Files.writeString(elsewhere.resolve("bad.json.problem.json"), "a published manifest");
    for (String name : List.of("done", "failed", ".taken")) {
      Files.createSymbolicLink(inbox.resolve(name), elsewhere);
    }
    Files.writeString(inbox.resolve("bad.json"), "{}");
    Files.writeString(inbox.resolve("good.json"), SOUND);

    look();

    assertThat(manifest).hasContent("a published manifest");
    try (Stream<Path> files = Files.list(elsewhere)) {
      assertThat(files).containsExactly(manifest);
    }
    assertThat(Files.isDirectory(inbox.resolve("failed"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertRefused("bad.json", "request.invalid", "names no target");
    assertThat(note("done", "good.json.run.json").path("run").asText()).isNotEmpty();
  }

  @Test
  void a_folder_of_somebody_else_is_not_used() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root gives folders away");
    Path failed = Files.createDirectory(inbox.resolve("failed"));
    Files.setOwner(
        failed,
        failed.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("65534"));
    Files.writeString(inbox.resolve("bad.json"), "{}");

    look();

    assertRefused("bad.json", "request.invalid", "names no target");
    assertThat(Files.getOwner(failed).getName()).isEqualTo("root");
  }

  @Test
  void a_link_that_waits_for_our_note_is_not_written_through() throws Exception {
    Path victim = Files.writeString(folder.resolve("victim"), "as it was");
    Path failed = Files.createDirectory(inbox.resolve("failed"));
    Files.setPosixFilePermissions(failed, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.createSymbolicLink(failed.resolve("bad.json.problem.json"), victim);
    Files.createSymbolicLink(failed.resolve("worse.json"), victim);
    Files.writeString(inbox.resolve("bad.json"), "{}");
    Files.writeString(inbox.resolve("worse.json"), "{}");

    look();

    assertThat(victim).hasContent("as it was");
    assertThat(Files.isSymbolicLink(failed.resolve("worse.json"))).isTrue();
    assertThat(Files.getPosixFilePermissions(failed))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
    try (Stream<Path> files = Files.list(failed)) {
      assertThat(files.filter(file -> !Files.isSymbolicLink(file))).hasSize(4);
    }
  }

  @Test
  void nobody_else_may_look_into_what_is_being_taken() throws Exception {
    Files.writeString(inbox.resolve("ask.json"), SOUND);

    look();

    assertThat(Files.getPosixFilePermissions(inbox.resolve(".taken")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void what_a_killed_process_had_taken_is_not_asked_for_twice() throws Exception {
    Path taken = Files.createDirectory(inbox.resolve(".taken"));
    Files.writeString(taken.resolve("20260102T075800000Z-0-ask.json"), SOUND);
    Files.writeString(taken.resolve("20260102T080005000Z-0-other.json"), SOUND);

    look();

    assertRefused("ask.json", "request.interrupted", "may have been queued");
    assertThat(taken.resolve("20260102T080005000Z-0-other.json")).exists();
    assertThat(journal.newest(9)).isEmpty();
  }

  @Test
  void a_full_queue_has_the_status_that_http_gives_it() throws Exception {
    for (int i = 0; i < 10; i++) {
      journal.queueRefresh(
          new Actor("jane", "cli"), "dev", DUMP.value(), Optional.of("branch-" + i));
    }
    Files.writeString(inbox.resolve("ask.json"), SOUND);

    look();
    look();

    assertThat(journal.newest(99)).hasSize(10);
    try (Stream<Path> failed = Files.list(inbox.resolve("failed"))) {
      Path problem =
          failed.filter(file -> file.toString().endsWith(".problem.json")).findFirst().get();
      JsonNode note = new ObjectMapper().readTree(problem.toFile());
      assertThat(note.path("status").asInt()).isEqualTo(429);
      assertThat(note.path("code").asText()).isEqualTo("queue.full");
    }
  }
}
