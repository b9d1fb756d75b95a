package io.rehydrate.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
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

/** A bare git repository whose trees may hold what no honest one would. */
public final class TestRepository implements AutoCloseable {
  private final Repository repository;
  private final Map<String, DirCacheEntry> files = new TreeMap<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  public TestRepository(Path folder) throws GitAPIException {
    this.repository = Git.init().setBare(true).setDirectory(folder.toFile()).call().getRepository();
  }

  public TestRepository file(String path, String text) throws IOException {
    return file(path, FileMode.REGULAR_FILE, text);
  }

  /** Stages a file of any mode. */
  public TestRepository file(String path, FileMode mode, String text) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      DirCacheEntry entry = new DirCacheEntry(path);
      entry.setFileMode(mode);
      entry.setObjectId(
          mode.equals(FileMode.GITLINK)
              ? ObjectId.fromString("1".repeat(40))
              : inserter.insert(Constants.OBJ_BLOB, text.getBytes(StandardCharsets.UTF_8)));
      inserter.flush();
      files.put(path, entry);
      return this;
    }
  }

  public TestRepository remove(String path) {
    files.remove(path);
    return this;
  }

  /** Commits what is staged, a minute after the last commit, and points a full ref name at it. */
  public String commit(String ref) throws IOException {
    now = now.plusSeconds(60);
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      DirCache index = DirCache.newInCore();
      DirCacheBuilder builder = index.builder();
      files.values().forEach(builder::add);
      builder.finish();
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(index.writeTree(inserter));
      PersonIdent someone = new PersonIdent("A Developer", "dev@example.com", now, ZoneOffset.UTC);
      commit.setAuthor(someone);
      commit.setCommitter(someone);
      commit.setMessage("Change " + ref + "\u001b[31m\n\nmore");
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      point(ref, id.getName());
      return id.getName();
    }
  }

  /** Points a full ref name at a commit. */
  public void point(String ref, String sha) throws IOException {
    RefUpdate update = repository.updateRef(ref);
    update.setNewObjectId(ObjectId.fromString(sha));
    update.forceUpdate();
  }

  public void delete(String ref) throws IOException {
    RefUpdate update = repository.updateRef(ref);
    update.setForceUpdate(true);
    update.delete();
  }

  public String url() {
    return repository.getDirectory().getAbsolutePath();
  }

  @Override
  public void close() {
    repository.close();
  }
}
