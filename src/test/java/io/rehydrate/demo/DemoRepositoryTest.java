package io.rehydrate.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.support.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoRepositoryTest {
  private static final Path EXAMPLE = Path.of("examples", "insurance");

  @TempDir Path folder;

  @Test
  void has_two_branches_and_a_tag_each_with_its_migrations() throws Exception {
    try (Git git = created("a.git")) {
      assertThat(files(git, "refs/tags/release-1.0")).containsOnlyKeys("V1__baseline.sql");
      assertThat(files(git, "refs/heads/main"))
          .containsOnlyKeys("V1__baseline.sql", "V2__sales_channel.sql");
      assertThat(files(git, "refs/heads/feature/policy-limits"))
          .containsOnlyKeys("V1__baseline.sql", "V2__sales_channel.sql", "V3__policy_limits.sql");
      assertThat(git.getRepository().getRefDatabase().getRefs())
          .extracting(Ref::getName)
          .containsExactlyInAnyOrder(
              "HEAD",
              "refs/heads/main",
              "refs/heads/feature/policy-limits",
              "refs/tags/release-1.0");
    }
  }

  @Test
  void is_the_same_wherever_and_however_often_it_is_made() throws Exception {
    try (Git one = created("a.git");
        Git again = created("a.git");
        Git other = created("b.git")) {
      String feature = "refs/heads/feature/policy-limits";
      assertThat(again.getRepository().resolve(feature))
          .isEqualTo(other.getRepository().resolve(feature))
          .isEqualTo(one.getRepository().resolve(feature));
    }
  }

  @Test
  void migrations_go_on_from_what_the_made_up_history_says_and_run_on_the_data() throws Exception {
    String schema = TestServers.newSchema(TestServers.target());
    ServerLogin root = TestServers.target().root();
    DemoData.fill(
        root, schema, new DemoSize(400), 3, Instant.parse("2026-03-01T02:00:00Z"), line -> {});
    Path migrations = Files.createDirectory(folder.resolve("sql"));
    try (Git git = created("a.git")) {
      for (Map.Entry<String, byte[]> file :
          files(git, "refs/heads/feature/policy-limits").entrySet()) {
        Files.write(migrations.resolve(file.getKey()), file.getValue());
      }
    }

    MigrateResult result =
        Flyway.configure()
            .dataSource(Sessions.dataSource(root.withUrl(root.url().withSchema(schema))))
            .locations("filesystem:" + migrations)
            .load()
            .migrate();

    assertThat(result.initialSchemaVersion).isEqualTo("1");
    assertThat(result.migrationsExecuted).isEqualTo(2);
    try (Connection session = Sessions.open(root, "target");
        Statement statement = session.createStatement();
        ResultSet row =
            statement.executeQuery(
                ("SELECT COUNT(DISTINCT channel), (SELECT COUNT(*) FROM s.policy_limits),"
                        + " (SELECT COUNT(*) FROM s.application_products) FROM s.policies_in_force")
                    .replace("s.", schema + "."))) {
      row.next();
      assertThat(row.getLong(1)).isEqualTo(2);
      assertThat(row.getLong(2)).isEqualTo(row.getLong(3)).isPositive();
    }
  }

  @Test
  void a_folder_that_is_not_the_example_is_told() {
    Path elsewhere = folder.resolve("elsewhere");

    assertThatThrownBy(() -> DemoRepository.create(elsewhere, folder.resolve("a.git")))
        .isInstanceOfSatisfying(
            StageFailedException.class,
            e -> {
              assertThat(e.code()).isEqualTo("demo.repository");
              assertThat(e.hint()).contains(elsewhere.toString());
            });
  }

  private Git created(String name) throws IOException {
    DemoRepository.create(EXAMPLE, folder.resolve(name));
    return Git.open(folder.resolve(name).toFile());
  }

  /** Content by name, in db/migration of a ref. */
  private static Map<String, byte[]> files(Git git, String ref) throws IOException {
    Repository repository = git.getRepository();
    Map<String, byte[]> files = new TreeMap<>();
    try (RevWalk commits = new RevWalk(repository);
        TreeWalk walk = new TreeWalk(repository)) {
      walk.addTree(commits.parseCommit(repository.resolve(ref)).getTree());
      walk.setRecursive(true);
      while (walk.next()) {
        assertThat(walk.getPathString()).startsWith("db/migration/");
        files.put(walk.getNameString(), repository.open(walk.getObjectId(0)).getBytes());
      }
    }
    return files;
  }
}
