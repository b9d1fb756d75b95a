package io.rehydrate.migrate;

import io.rehydrate.error.BusyException;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.settings.PrivateFiles;
import io.rehydrate.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.eclipse.jgit.api.FetchCommand;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.TrackingRefUpdate;
import org.eclipse.jgit.util.FS;

/**
 * The repository that holds the migrations: the tips of its branches and tags, fetched into a bare
 * cache of our own. git itself never checks anything out, so hooks, filters, links and submodules
 * of the other side have nothing to act on.
 */
public final class GitRepository {
  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

  private final GitUrl url;
  private final Path cache;
  private final Duration deadline;

  /** The one of the settings, if any. */
  public static Optional<GitRepository> of(Settings settings) {
    return settings
        .migrations()
        .repository()
        .map(
            url ->
                new GitRepository(
                    url,
                    settings.stateDirectory().resolve("migrations.git"),
                    settings.deadlines().git()));
  }

  /**
   * @param url as the settings have it; a token in it is used, and neither stored nor told
   * @param cacheDirectory of ours alone; made where it is not yet
   * @param deadline for one fetch
   * @throws io.rehydrate.error.InvalidException where the URL is of a kind that is not allowed
   */
  public GitRepository(String url, Path cacheDirectory, Duration deadline) {
    IsolatedGitConfig.install();
    this.url = GitUrl.parse(url);
    this.cache = cacheDirectory.toAbsolutePath();
    this.deadline = deadline;
  }

  /**
   * Fetches, and lists branches and tags, the newest commit first.
   *
   * @throws StageFailedException {@code git.fetch} where the repository can't be read
   */
  public List<Ref> refs() {
    return locked(
        () -> {
          try (Repository repository = open()) {
            fetch(repository);
            return list(repository);
          }
        });
  }

  /**
   * Fetches, and finds the commit that a ref stands for now.
   *
   * @param ref {@code name}, {@code branch:name} or {@code tag:name}, exactly as the repository has
   *     it
   * @throws NotFoundException {@code ref.unknown}
   * @throws io.rehydrate.error.InvalidException {@code ref.ambiguous} for a name that is both
   */
  public CommitSha resolve(String ref) {
    return find(ref).sha();
  }

  /** As {@link #resolve}, with what else is known of the commit. */
  public Ref find(String ref) {
    return RefNames.find(refs(), ref);
  }

  /**
   * The regular files below a folder of a commit that {@link #resolve} gave, in the tree's order.
   *
   * @throws io.rehydrate.error.InvalidException {@code migrations.path} where there is no such
   *     folder, {@code migrations.file} for a link, a submodule, a pointer of Git LFS, too large a
   *     file or too many
   */
  public List<MigrationFile> files(CommitSha commit, String path) {
    return reading(
        commit,
        repository ->
            new CommitFiles(repository, path)
                .list(commit).stream()
                    .map(f -> new MigrationFile(f.path(), f.bytes(), () -> read(f.blob())))
                    .toList());
  }

  /**
   * Writes all files of a commit that {@link #resolve} gave, without links and submodules.
   *
   * @param folder empty, of ours alone
   * @return how many links and submodules were left out
   * @throws io.rehydrate.error.InvalidException {@code migrations.file} for a name that is none, or
   *     more than 4 GiB
   */
  public int writeTo(Path folder, CommitSha commit) {
    return reading(commit, repository -> WorkTree.write(repository, commit, folder));
  }

  private interface Reading<T> {
    T of(Repository repository) throws IOException;
  }

  private <T> T reading(CommitSha commit, Reading<T> reading) {
    try (Repository repository = open()) {
      return reading.of(repository);
    } catch (MissingObjectException e) {
      throw new NotFoundException(
          ErrorCode.REF_UNKNOWN,
          "The commit " + commit.brief() + " is not in the migrations repository",
          "Ask for a branch or a tag by its name",
          e);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private InputStream read(ObjectId blob) throws IOException {
    Repository repository = open();
    try {
      InputStream content = repository.open(blob, Constants.OBJ_BLOB).openStream();
      return new ClosingStream(content, repository);
    } catch (IOException e) {
      repository.close();
      throw e;
    }
  }

  private Repository open() throws IOException {
    Repository repository = new FileRepositoryBuilder().setGitDir(cache.toFile()).setBare().build();
    if (!RepositoryCache.FileKey.isGitRepository(cache.toFile(), FS.DETECTED)) {
      PrivateFiles.createDirectories(cache);
      repository.create(true);
    }
    return repository;
  }

  private void fetch(Repository repository) throws IOException, GitAPIException {
    removeStaleLocks();
    FetchCommand fetch =
        new Git(repository)
            .fetch()
            .setRemote(url.address().toString())
            .setRefSpecs("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
            .setTagOpt(TagOpt.NO_TAGS)
            .setRemoveDeletedRefs(true)
            .setForceUpdate(true)
            .setDepth(1)
            .setProgressMonitor(new DeadlineMonitor(deadline))
            .setTimeout(
                (int) Math.max(1, Math.min(deadline.toSeconds(), LONGEST_SILENCE.toSeconds())));
    url.login().ifPresent(fetch::setCredentialsProvider);
    FetchResult result = fetch.call();
    for (TrackingRefUpdate update : result.getTrackingRefUpdates()) {
      switch (update.getResult()) {
        case NEW, FORCED, FAST_FORWARD, NO_CHANGE, NOT_ATTEMPTED, RENAMED -> {}
        default ->
            throw new IOException(
                MigrationText.text(update.getLocalName()) + ": " + update.getResult());
      }
    }
  }

  /** We hold the lock over this folder, so whoever left these is dead. */
  private void removeStaleLocks() throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".lock")).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static List<Ref> list(Repository repository) throws IOException {
    List<Ref> refs = new ArrayList<>();
    try (RevWalk walk = new RevWalk(repository)) {
      for (Ref.Kind kind : Ref.Kind.values()) {
        String prefix = kind == Ref.Kind.BRANCH ? Constants.R_HEADS : Constants.R_TAGS;
        for (var ref : repository.getRefDatabase().getRefsByPrefix(prefix)) {
          commit(walk, ref.getObjectId())
              .map(c -> ref(ref.getName().substring(prefix.length()), kind, c))
              .ifPresent(refs::add);
        }
      }
    }
    refs.sort(Comparator.comparing(Ref::committedAt).reversed().thenComparing(Ref::name));
    return List.copyOf(refs);
  }

  /** A tag may stand for a tree or a file: such a one holds no migrations. */
  private static Optional<RevCommit> commit(RevWalk walk, ObjectId id) throws IOException {
    RevObject object = walk.peel(walk.parseAny(id));
    return object instanceof RevCommit commit
        ? Optional.of(walk.parseCommit(commit))
        : Optional.empty();
  }

  private static Ref ref(String name, Ref.Kind kind, RevCommit commit) {
    return new Ref(
        name,
        kind,
        new CommitSha(commit.getName()),
        Instant.ofEpochSecond(commit.getCommitTime()),
        MigrationText.text(commit.getAuthorIdent().getName()),
        MigrationText.text(commit.getShortMessage()));
  }

  private interface Work<T> {
    T run() throws IOException, GitAPIException;
  }

  /** One fetch at a time, in this process and next to another one on the same state directory. */
  private <T> T locked(Work<T> work) {
    boolean mine = false;
    try {
      mine = ONE_AT_A_TIME.tryLock(deadline.toMillis(), TimeUnit.MILLISECONDS);
      if (!mine) {
        throw busy();
      }
      PrivateFiles.createDirectories(cache);
      Path lockFile = cache.resolveSibling(cache.getFileName() + ".in-use");
      try (FileChannel channel =
          FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.lock();
        return work.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    } catch (IOException | GitAPIException | org.eclipse.jgit.api.errors.JGitInternalException e) {
      throw unreadable(e);
    } finally {
      if (mine) {
        ONE_AT_A_TIME.unlock();
      }
    }
  }

  private static BusyException busy() {
    return new BusyException(
        ErrorCode.GIT_BUSY,
        "Another look at the migrations repository takes long",
        "Try again later");
  }

  private StageFailedException unreadable(Exception e) {
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new StageFailedException(
        ErrorCode.GIT_FETCH,
        "The migrations repository " + url + " can't be read: " + MigrationText.text(reason),
        "Check migrations.repository, this machine's way to it, and the login or SSH key",
        e);
  }
}
