package io.rehydrate.demo;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;

/**
 * The made-up company's git repository of migrations: branch {@code main}, branch {@code
 * feature/policy-limits} on top of it, and tag {@code release-1.0} below. The same files give the
 * same commits.
 */
public final class DemoRepository {
  private static final String MIGRATIONS = "db/migration/";
  private static final Instant FIRST_COMMIT = Instant.parse("2022-10-14T09:00:00Z");

  private final Repository repository;
  private final Map<String, byte[]> files = new TreeMap<>();

  private DemoRepository(Repository repository) {
    this.repository = repository;
  }

  /**
   * Creates the bare repository, or finds it as an earlier call made it.
   *
   * @param example the folder {@code examples/insurance}: below its {@code migrations/} lie the
   *     files of each branch; the first migration is the schema of {@link DemoData}
   * @param folder of the repository
   * @throws StageFailedException {@code demo.repository}
   */
  public static void create(Path example, Path folder) {
    try (Git git =
        Git.init().setBare(true).setGitDir(folder.toFile()).setInitialBranch("main").call()) {
      new DemoRepository(git.getRepository()).write(example.resolve("migrations"));
    } catch (GitAPIException | IOException e) {
      throw new StageFailedException(
          ErrorCode.DEMO_REPOSITORY,
          "The git repository of migrations in " + folder + " could not be made",
          "Check that the folder can be written and that " + example + " is the example's folder",
          e);
    }
  }

  private void write(Path branches) throws IOException {
    files.put(
        MIGRATIONS + "V1__baseline.sql", DemoData.BASELINE.text().getBytes(StandardCharsets.UTF_8));
    ObjectId release = commit("Take the schema as it stands", 0, List.of());
    point("refs/tags/release-1.0", release);

    add(branches.resolve("main"));
    ObjectId main = commit("Tell how an application came in", 1, List.of(release));
    point("refs/heads/main", main);

    add(branches.resolve("feature-policy-limits"));
    ObjectId feature = commit("Give limits a table of their own", 2, List.of(main));
    point("refs/heads/feature/policy-limits", feature);
  }

  private void add(Path branch) throws IOException {
    try (Stream<Path> found = Files.walk(branch)) {
      for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
        files.put(branch.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
  }

  private ObjectId commit(String message, int daysLater, List<ObjectId> parents)
      throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      PersonIdent author =
          new PersonIdent(
              "Insurance team",
              "team@example.org",
              FIRST_COMMIT.plusSeconds(daysLater * 86_400L),
              ZoneOffset.UTC);
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(tree(inserter));
      commit.setParentIds(parents);
      commit.setAuthor(author);
      commit.setCommitter(author);
      commit.setMessage(message + "\n");
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return id;
    }
  }

  private ObjectId tree(ObjectInserter inserter) throws IOException {
    DirCache index = DirCache.newInCore();
    DirCacheBuilder builder = index.builder();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      DirCacheEntry entry = new DirCacheEntry(file.getKey());
      entry.setFileMode(FileMode.REGULAR_FILE);
      entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, file.getValue()));
      builder.add(entry);
    }
    builder.finish();
    return index.writeTree(inserter);
  }

  private void point(String ref, ObjectId commit) throws IOException {
    RefUpdate update = repository.updateRef(ref);
    update.setNewObjectId(commit);
    update.setForceUpdate(true);
    update.disableRefLog();
    RefUpdate.Result result = update.update();
    switch (result) {
      case NEW, NO_CHANGE, FORCED, FAST_FORWARD -> {}
      default -> throw new IOException(ref + " could not be set: " + result);
    }
  }
}
