package io.rehydrate.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.daemon.RouteCheck;
import io.rehydrate.daemon.ShippedRoutes;
import io.rehydrate.dump.DumpId;
import io.rehydrate.dump.Manifest;
import io.rehydrate.dump.Verification;
import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.run.Actor;
import io.rehydrate.run.RunId;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.store.Pin;
import io.rehydrate.store.Staging;
import io.rehydrate.store.StoredDump;
import io.rehydrate.support.Dumps;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestServers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The archive's routes with each kind of place: a folder, an SFTP server, an S3 emulator. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchiveTest {
  private static final RunId RUN = new RunId("20261122t020000-aaaaa");
  private static final DumpId NEW = new DumpId("20261122T020000Z");
  private static final String PLAN =
      """
      version: 1
      unlisted: { tables: fail, columns: fail }
      core:
        orders: { newest-by: made_at, window: 13 months }
      tables: {}
      """;
  private static final DumpId OLD = new DumpId("20261121T020000Z");
  private static final DumpId OLDER = new DumpId("20261001T020000Z");
  private static final DumpId OLDEST = new DumpId("20260901T020000Z");

  /** A home whose routes work, and the place that it archives to. */
  private record House(ArchivePlace place, Beans beans, Engine engine) {
    void publish(DumpId id) {
      Staging staging = beans.store().stage(RUN, id);
      beans.store().publish(staging, Dumps.small(staging.folder(), id));
    }

    void send(String route) {
      engine.send("direct:" + route, "");
    }

    void fetch(DumpId... ids) {
      engine.send("direct:archive-fetch", List.of(ids));
    }

    List<DumpId> stored() {
      return beans.store().list().stream().map(StoredDump::id).toList();
    }

    Path folder() {
      return beans.store().directory();
    }

    /** All that was in it, and its marker. */
    void loseStore() throws IOException {
      try (Stream<Path> files = Files.walk(folder())) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
      beans.store().renew();
    }
  }

  @TempDir static Path folder;
  private final Map<String, House> houses = new LinkedHashMap<>();

  @BeforeAll
  void open() throws Exception {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    houses.put("file", house("file", ArchivePlace.folder(folder.resolve("folder"))));
    houses.put("sftp", house("sftp", ArchivePlace.sftp(folder.resolve("sftp"))));
    houses.put("s3", house("s3", ArchivePlace.bucket(folder.resolve("bucket"))));
  }

  private House house(String name, ArchivePlace place) throws IOException {
    TestHome home =
        TestHome.reading(
            Files.createDirectory(folder.resolve("home-" + name)),
            "shop",
            new ServerLogin(
                ServerUrl.parse("jdbc:mysql://127.0.0.1:2"), "nobody", new Secret("x")));
    place.configure(home);
    Beans beans =
        new Beans(SettingsReader.read(home.path(), Map.of()), Clock.systemUTC(), "test", List.of());
    beans.store().open();
    // a listing of a few objects then takes several responses
    beans
        .byName()
        .computeIfPresent(
            "bucketListing", (bean, usual) -> new BucketListing("dumps", "shop/nightly/", 2));
    return new House(place, beans, Engine.foreground(beans));
  }

  @AfterEach
  void clear() throws IOException {
    for (House house : houses.values()) {
      house.loseStore();
      for (String name : house.place().names()) {
        house.place().delete(name);
      }
    }
  }

  @AfterAll
  void close() throws Exception {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    for (House house : houses.values()) {
      house.engine().close();
      house.beans().close();
      house.place().close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "sftp", "s3"})
  void its_routes_are_sound(String kind) {
    Beans beans = houses.get(kind).beans();

    assertThat(
            RouteCheck.check(beans.settings(), beans.byName(), ShippedRoutes.installed()).stream()
                .filter(problem -> problem.file().contains("archive")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "sftp", "s3"})
  void a_lost_store_is_filled_again(String kind) throws Exception {
    House house = houses.get(kind);
    house.publish(OLD);
    house.publish(NEW);
    DumpId held = new DumpId("20261120T020000Z");
    house.publish(held);
    house.beans().store().hold(held, "a finding");

    house.send("archive");
    assertThat(house.place().names())
        .containsExactly("20261121T020000Z.tar", "20261122T020000Z.tar");
    house.loseStore();
    house.fetch();

    assertThat(house.stored()).containsExactly(NEW, OLD);
    for (StoredDump dump : house.beans().store().list()) {
      Verification.verify(dump.folder(), dump.manifest());
      assertThat(dump.held()).isFalse();
    }
    try (Stream<Path> files = Files.list(house.folder())) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder(".rehydrate-store", NEW.value(), OLD.value());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "sftp", "s3"})
  void what_is_old_goes_and_what_is_pinned_stays(String kind) throws Exception {
    House house = houses.get(kind);
    house.publish(OLDEST);
    house.publish(OLDER);
    house.beans().store().pin(OLDER, new Pin("tester", "", Instant.EPOCH, Optional.empty()));
    house.publish(NEW);
    house.place().write("20260801T020000Z.tar", new byte[10]);
    house.place().write("notes.txt", new byte[10]);
    house.place().leaveUnfinished("unfinished-20261120T020000Z.tar");

    house.send("archive");

    assertThat(house.place().names())
        .containsExactly("20261001T020000Z.tar", "20261122T020000Z.tar", "notes.txt");
  }

  @Test
  void a_bucket_is_listed_beyond_the_first_response() throws Exception {
    House house = houses.get("s3");
    for (String note : List.of("1-note", "2-note", "3-note", "4-note", "5-note")) {
      house.place().write(note, new byte[1]);
    }
    house.publish(NEW);

    house.send("archive-copy");

    assertThat((List<?>) house.engine().ask("direct:archive-list-s3", "")).hasSize(6);
    house.loseStore();
    house.fetch(NEW);
    assertThat(house.stored()).containsExactly(NEW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "sftp", "s3"})
  void a_probe_is_listed_and_leaves_nothing(String kind) throws Exception {
    House house = houses.get(kind);
    house.place().write("notes.txt", new byte[10]);

    List<?> listed = (List<?>) house.engine().ask("direct:archive-probe", "");

    assertThat(listed).hasSize(2).allMatch(ArchivedFile.class::isInstance);
    assertThat(house.place().names()).containsExactly("notes.txt");
  }

  @Test
  void a_probe_reports_a_folder_that_takes_no_files() throws Exception {
    Path readable = Files.createDirectory(folder.resolve("readable"));
    House house = house("readable", ArchivePlace.folder(readable));
    try {
      // a file is in the way of the folder: rights do not hold back root
      Files.delete(readable);
      Files.writeString(readable, "no folder");

      assertThat(
              ArchiveFailure.of(
                  catchThrowable(() -> house.engine().ask("direct:archive-probe", ""))))
          .hasMessageStartingWith("The archive could not be used: ");
    } finally {
      house.engine().close();
      house.beans().close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "s3"})
  void a_whole_night_ends_in_the_archive(String kind) throws Exception {
    House archived = houses.get(kind);
    String schema = TestServers.newSchema(TestServers.source());
    TestServers.run(
        TestServers.source().root(),
        "CREATE TABLE " + schema + ".orders (id INT PRIMARY KEY, made_at DATE NOT NULL)",
        "INSERT INTO " + schema + ".orders VALUES (1, CURDATE()), (2, CURDATE())");
    TestHome home =
        TestHome.in(Files.createDirectory(folder.resolve("night-" + kind)), schema).plan(PLAN);
    archived.place().configure(home);
    try (Beans beans =
            new Beans(
                SettingsReader.read(home.path(), Map.of()), Clock.systemUTC(), "test", List.of());
        Engine engine = Engine.foreground(beans)) {
      engine.send(
          "direct:night", beans.nights().queue(new Actor("tester", "cli"), NEW.asOf()).id());

      assertThat(archived.place().names()).containsExactly(NEW + ".tar");
      House house = new House(archived.place(), beans, engine);
      house.loseStore();
      house.fetch();
      assertThat(house.stored()).containsExactly(NEW);
      assertThat(beans.store().list().get(0).held()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "sftp", "s3"})
  void a_dump_that_did_not_arrive_whole_is_copied_again(String kind) throws Exception {
    House house = houses.get(kind);
    house.publish(NEW);
    house.place().write("20261122T020000Z.tar", new byte[10]);

    house.send("archive");

    assertThat(house.place().read("20261122T020000Z.tar")).hasSizeGreaterThan(1000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "sftp", "s3"})
  void a_changed_file_is_refused(String kind) throws Exception {
    House house = houses.get(kind);
    house.publish(NEW);
    house.send("archive");
    byte[] tar = house.place().read("20261122T020000Z.tar");
    Manifest.FileEntry last = Dumps.small(folder.resolve("other-" + kind), NEW).files().get(2);
    int at = new String(tar, StandardCharsets.ISO_8859_1).indexOf("Z/" + last.name()) + 512 + 20;
    tar[at] ^= 1;
    house.place().write("20261122T020000Z.tar", tar);
    house.loseStore();

    assertThatThrownBy(house::fetch)
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining(last.name());
    assertThat(house.folder()).isDirectoryNotContaining("glob:**2026*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "sftp", "s3"})
  void a_file_outside_of_the_dump_is_refused(String kind) throws Exception {
    House house = houses.get(kind);
    house.publish(NEW);
    Path published = house.folder().resolve(NEW.value());
    byte[] manifest = Files.readAllBytes(published.resolve("manifest.json"));
    house
        .place()
        .write(
            "20261122T020000Z.tar",
            tar(Map.of(NEW + "/manifest.json", manifest), NEW + "/../../evil"));
    house.loseStore();

    assertThatThrownBy(house::fetch)
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("not a file of this dump");
    assertThat(folder.resolve("home-" + kind).resolve("evil")).doesNotExist();
    assertThat(house.stored()).isEmpty();
  }

  private static byte[] tar(Map<String, byte[]> files, String empty) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
      tar.putArchiveEntry(new TarArchiveEntry(empty, true));
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "sftp", "s3"})
  void a_dump_that_the_archive_lacks_is_named(String kind) {
    House house = houses.get(kind);

    assertThatThrownBy(() -> house.fetch(OLD))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("20261121T020000Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "sftp", "s3"})
  void a_place_that_can_not_be_reached_leaves_the_dump_alone(String kind) throws Exception {
    ArchivePlace gone =
        switch (kind) {
          case "file" -> ArchivePlace.folder(folder.resolve("gone"));
          case "sftp" -> ArchivePlace.sftp(folder.resolve("gone-sftp"));
          default -> ArchivePlace.nobody();
        };
    House house = house("gone-" + kind, gone);
    try {
      house.publish(NEW);
      gone.close();

      house.send("archive");

      Throwable failure = catchThrowable(() -> house.send("archive-copy"));
      assertThat(ArchiveFailure.of(failure).getMessage())
          .startsWith("The archive could not be used: ")
          .containsAnyOf("does not exist", "Connection refused", "Unable to execute HTTP request");
      assertThat(house.stored()).containsExactly(NEW);
    } finally {
      house.engine().close();
      house.beans().close();
    }
  }
}
