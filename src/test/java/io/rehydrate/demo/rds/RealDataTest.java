package io.rehydrate.demo.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import io.rehydrate.support.TestServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** The data behind the simulated clusters: really copied, really apart, really gone. */
class RealDataTest {
  private static final String PASSWORD = "Correct'horse\\7";

  private static final Path FOLDER =
      Path.of("target", "test-servers", "rds-" + ProcessHandle.current().pid()).toAbsolutePath();

  private static RdsFixture fixture;
  private static String schema;

  @BeforeAll
  static void start() {
    schema = TestServers.newSchema(TestServers.source());
    TestServers.run(
        TestServers.source().root(),
        "CREATE TABLE " + schema + ".policies (id INT PRIMARY KEY, holder VARCHAR(40))",
        "INSERT INTO " + schema + ".policies VALUES (1, 'before'), (2, 'before')");
    fixture =
        RdsFixture.on(
            new MariaDbStorage(
                Path.of("target", "mariadb").toAbsolutePath(),
                FOLDER,
                List.of("--innodb-buffer-pool-size=32M", "--innodb-log-file-size=16M")));
    fixture
        .rds
        .world()
        .aurora("prod", World.AURORA_VERSION, TestServers.source())
        .mysql("shop", World.MYSQL_VERSION, TestServers.source());
  }

  @AfterAll
  static void stop() {
    assertThat(fixture.rds.failures()).isEmpty();
    fixture.close();
    assertThat(FOLDER).doesNotExist();
  }

  private static DBInstance instance(String id) {
    return fixture.client.describeDBInstances(r -> r.dbInstanceIdentifier(id)).dbInstances().get(0);
  }

  private static ServerLogin login(int port, String password) {
    return new ServerLogin(
        ServerUrl.parse("jdbc:mysql://127.0.0.1:" + port + "/" + schema),
        World.MASTER,
        new Secret(password));
  }

  private static List<String> holders(ServerLogin login) throws SQLException {
    try (Connection session = Sessions.open(login, "copy")) {
      return JdbcClient.create(new SingleConnectionDataSource(session, true))
          .sql("SELECT DISTINCT holder FROM policies ORDER BY 1")
          .query(String.class)
          .list();
    }
  }

  private static void setPassword(String cluster, String password) {
    fixture.client.modifyDBCluster(
        r -> r.dbClusterIdentifier(cluster).masterUserPassword(password).applyImmediately(true));
    fixture.passMinutes(2);
    assertThat(fixture.clusterStatus(cluster)).isEqualTo("available");
  }

  @Test
  void a_snapshot_holds_what_was_there_and_a_restore_brings_it_back_apart() throws SQLException {
    fixture.snapshot("snap");
    TestServers.run(
        TestServers.source().root(), "INSERT INTO " + schema + ".policies VALUES (3, 'after')");
    fixture.restore("copy", "snap");
    setPassword("copy", PASSWORD);
    fixture.instance("copy-i1", "copy");
    ServerLogin copy = login(instance("copy-i1").endpoint().port(), PASSWORD);

    assertThat(holders(copy)).containsExactly("before");
    TestServers.run(copy, "UPDATE policies SET holder = 'masked'");
    assertThat(holders(copy)).containsExactly("masked");
    assertThat(holders(ofSource())).doesNotContain("masked").contains("before");

    assertThatThrownBy(() -> holders(login(copy.url().port(), "another-password")))
        .isInstanceOf(StageFailedException.class)
        .hasMessageContaining("refused the login");
    setPassword("copy", "another-password");
    assertThat(holders(login(copy.url().port(), "another-password"))).containsExactly("masked");
    assertThatThrownBy(() -> holders(copy)).hasMessageContaining("refused the login");

    fixture.client.deleteDBInstance(r -> r.dbInstanceIdentifier("copy-i1").skipFinalSnapshot(true));
    fixture.client.deleteDBCluster(r -> r.dbClusterIdentifier("copy").skipFinalSnapshot(true));
    fixture.passMinutes(10);
    assertThat(fixture.rds.ledger().of(Kind.CLUSTER).get(0).gone()).isPresent();
    Awaitility.await()
        .untilAsserted(
            () -> assertThatThrownBy(() -> holders(copy)).hasMessageContaining("can't be reached"));
  }

  private static ServerLogin ofSource() {
    ServerLogin root = TestServers.source().root();
    return root.withUrl(root.url().withSchema(schema));
  }

  @Test
  void a_clone_and_its_source_do_not_see_each_others_changes() throws SQLException {
    fixture.client.restoreDBClusterToPointInTime(
        r ->
            r.dbClusterIdentifier("clone")
                .sourceDBClusterIdentifier("prod")
                .restoreType("copy-on-write")
                .useLatestRestorableTime(true));
    TestServers.run(
        TestServers.source().root(),
        "INSERT INTO " + schema + ".policies VALUES (4, 'after the clone')");
    fixture.passMinutes(5);
    setPassword("clone", PASSWORD);
    fixture.instance("clone-i1", "clone");
    ServerLogin login = login(instance("clone-i1").endpoint().port(), PASSWORD);

    assertThat(holders(login)).contains("before").doesNotContain("after the clone");
    TestServers.run(login, "DELETE FROM policies");
    assertThat(holders(ofSource())).contains("before", "after the clone");
    assertThat(identity(login)).isNotEqualTo(identity(ofSource()));
  }

  private static String identity(ServerLogin login) throws SQLException {
    try (Connection session = Sessions.open(login, "copy")) {
      return JdbcClient.create(new SingleConnectionDataSource(session, true))
          .sql("SELECT CONCAT(@@hostname, ' ', @@port, ' ', @@datadir)")
          .query(String.class)
          .single();
    }
  }

  @Test
  void an_rds_instance_is_copied_by_its_snapshot() throws SQLException {
    fixture.client.createDBSnapshot(
        r -> r.dbSnapshotIdentifier("shop-snap").dbInstanceIdentifier("shop"));
    fixture.passMinutes(10);
    fixture.client.restoreDBInstanceFromDBSnapshot(
        r ->
            r.dbInstanceIdentifier("shop-copy")
                .dbSnapshotIdentifier("shop-snap")
                .dbInstanceClass("db.r7g.large"));
    fixture.passMinutes(15);
    assertThat(instance("shop-copy").dbInstanceStatus()).isEqualTo("available");
    fixture.client.modifyDBInstance(
        r -> r.dbInstanceIdentifier("shop-copy").masterUserPassword(PASSWORD));
    fixture.passMinutes(2);
    ServerLogin login = login(instance("shop-copy").endpoint().port(), PASSWORD);

    assertThat(holders(login)).contains("before");
    assertThatThrownBy(() -> TestServers.run(login, "SET GLOBAL event_scheduler = ON"))
        .hasMessageContaining("SUPER");
    fixture.client.deleteDBInstance(
        r -> r.dbInstanceIdentifier("shop-copy").skipFinalSnapshot(true));
    fixture.passMinutes(10);
    assertThat(fixture.rds.ledger().of(Kind.INSTANCE))
        .allMatch(e -> !e.id().equals("shop-copy") || e.gone().isPresent());
  }

  @Test
  void a_stopped_cluster_keeps_its_port_and_its_data() throws SQLException {
    fixture.snapshot("stopping-snap");
    fixture.restore("stopping", "stopping-snap");
    setPassword("stopping", PASSWORD);
    fixture.instance("stopping-i1", "stopping");
    int port = instance("stopping-i1").endpoint().port();
    TestServers.run(login(port, PASSWORD), "UPDATE policies SET holder = 'kept'");
    fixture.client.stopDBCluster(r -> r.dbClusterIdentifier("stopping"));
    fixture.passMinutes(10);
    fixture.client.startDBCluster(r -> r.dbClusterIdentifier("stopping"));
    fixture.passMinutes(10);

    assertThat(instance("stopping-i1").dbInstanceStatus()).isEqualTo("available");
    assertThat(instance("stopping-i1").endpoint().port()).isEqualTo(port);
    assertThat(holders(login(port, PASSWORD))).containsExactly("kept");
  }

  @Test
  void an_automated_snapshot_can_be_restored_too() throws SQLException {
    fixture.rds.world().automatedSnapshot("prod", RdsFixture.NIGHT.minusSeconds(3600));
    String id =
        fixture
            .client
            .describeDBClusterSnapshots(
                r -> r.dbClusterIdentifier("prod").snapshotType("automated"))
            .dbClusterSnapshots()
            .get(0)
            .dbClusterSnapshotIdentifier();

    assertThat(id).isEqualTo("rds:prod-2026-11-22-01-00");
    fixture.restore("from-automated", id);
    setPassword("from-automated", PASSWORD);
    fixture.instance("from-automated-i1", "from-automated");
    assertThat(holders(login(instance("from-automated-i1").endpoint().port(), PASSWORD)))
        .contains("before");
  }

  @Test
  void an_available_instance_may_not_answer_yet() throws SQLException {
    fixture.snapshot("deaf-snap");
    fixture.restore("deaf", "deaf-snap");
    setPassword("deaf", PASSWORD);
    fixture.rds.faults().deaf(Duration.ofSeconds(2));
    fixture.instance("deaf-i1", "deaf");
    fixture.rds.faults().clear();
    assertThat(instance("deaf-i1").dbInstanceStatus()).isEqualTo("available");
    ServerLogin login = login(instance("deaf-i1").endpoint().port(), PASSWORD);

    assertThatThrownBy(() -> holders(login)).hasMessageContaining("can't be reached");
    Awaitility.await()
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(holders(login)).contains("before"));
  }
}
