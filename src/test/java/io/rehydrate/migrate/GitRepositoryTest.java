package io.rehydrate.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.InvalidException;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.support.TestRepository;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.eclipse.jgit.lib.FileMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitRepositoryTest {
  @TempDir Path folder;
  private TestRepository remote;
  private GitRepository git;

  @BeforeEach
  void start() throws Exception {
    remote = new TestRepository(folder.resolve("remote.git"));
    git = new GitRepository(remote.url(), folder.resolve("state/git"), Duration.ofSeconds(30));
  }

  @AfterEach
  void end() {
    remote.close();
  }

  @Test
  void lists_branches_and_tags_with_the_newest_first() throws Exception {
    remote.file("db/migration/V1__a.sql", "SELECT 1").commit("refs/heads/main");
    String tagged = remote.file("db/migration/V2__b.sql", "SELECT 2").commit("refs/tags/v1.0");
    remote.file("x", "y").commit("refs/heads/feature/one");

    List<Ref> refs = git.refs();

    assertThat(refs).extracting(Ref::name).containsExactly("feature/one", "v1.0", "main");
    assertThat(refs.get(1).kind()).isEqualTo(Ref.Kind.TAG);
    assertThat(refs.get(1).sha()).isEqualTo(new CommitSha(tagged));
    assertThat(refs.get(1).committedAt()).isEqualTo("2026-01-01T00:02:00Z");
    assertThat(refs.get(1).subject()).isEqualTo("Change refs/tags/v1.0?[31m");
  }

  @Test
  void follows_what_moved_and_forgets_what_was_deleted() throws Exception {
    remote.file("a", "1").commit("refs/heads/main");
    remote.commit("refs/heads/old");
    git.refs();
    remote.delete("refs/heads/old");
    remote.commit("refs/heads/old/below");
    String moved = remote.file("a", "2").commit("refs/heads/main");

    assertThat(git.refs()).extracting(Ref::name).containsExactly("main", "old/below");
    assertThat(git.resolve("main")).isEqualTo(new CommitSha(moved));
  }

  @Test
  void a_commit_that_was_resolved_stays_readable_when_the_branch_moves_on() throws Exception {
    remote.file("db/V1__a.sql", "first").commit("refs/heads/main");
    CommitSha first = git.resolve("main");
    remote.file("db/V1__a.sql", "second").commit("refs/heads/main");
    git.refs();

    assertThat(text(git.files(first, "db").get(0))).isEqualTo("first");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HEAD",
        "refs/heads/main",
        "main~1",
        "main:db",
        "Main",
        " main",
        "main\n",
        "branch:",
        "tag:main",
        "",
        "-h",
        "--upload-pack=touch${IFS}x"
      })
  void nothing_but_the_exact_name_is_a_ref(String ref) throws Exception {
    remote.file("a", "1").commit("refs/heads/main");

    assertThatThrownBy(() -> git.resolve(ref))
        .isInstanceOfSatisfying(
            NotFoundException.class,
            e -> {
              assertThat(e.code()).isEqualTo("ref.unknown");
              assertThat(e.hint()).contains("main");
              assertThat(e.getMessage()).doesNotContain("\n");
            });
  }

  @Test
  void a_commit_is_no_name_but_a_branch_called_like_one_is() throws Exception {
    String sha = remote.file("a", "1").commit("refs/heads/main");
    assertThatThrownBy(() -> git.resolve(sha)).isInstanceOf(NotFoundException.class);

    String other = remote.file("a", "2").commit("refs/heads/" + sha);
    assertThat(git.resolve(sha)).isEqualTo(new CommitSha(other));
  }

  @Test
  void a_branch_that_looks_like_an_option_is_a_name_like_any_other() throws Exception {
    String sha = remote.file("a", "1").commit("refs/heads/--upload-pack=touch${IFS}x");

    assertThat(git.resolve("--upload-pack=touch${IFS}x")).isEqualTo(new CommitSha(sha));
    assertThat(folder.resolve("x")).doesNotExist();
    assertThat(Path.of("x")).doesNotExist();
  }

  @Test
  void a_name_of_both_kinds_must_say_which() throws Exception {
    String branch = remote.file("a", "1").commit("refs/heads/v1");
    String tag = remote.file("a", "2").commit("refs/tags/v1");

    assertThatThrownBy(() -> git.resolve("v1"))
        .isInstanceOfSatisfying(
            InvalidException.class, e -> assertThat(e.hint()).contains("branch:v1", "tag:v1"));
    assertThat(git.resolve("branch:v1")).isEqualTo(new CommitSha(branch));
    assertThat(git.resolve("tag:v1")).isEqualTo(new CommitSha(tag));
  }

  @Test
  void reads_files_below_the_folder_without_a_checkout() throws Exception {
    remote
        .file("db/migration/V1__a.sql", "CREATE TABLE a (id INT)")
        .file("db/migration/more/V2__ü.sql", FileMode.EXECUTABLE_FILE, "SELECT 'ü'")
        .file("db/migration/.gitattributes", "*.sql filter=evil")
        .file("elsewhere/V3__c.sql", "SELECT 3")
        .commit("refs/heads/main");

    List<MigrationFile> files = git.files(git.resolve("main"), "/db/migration/");

    assertThat(files)
        .extracting(MigrationFile::path)
        .containsExactly(".gitattributes", "V1__a.sql", "more/V2__ü.sql");
    assertThat(text(files.get(2))).isEqualTo("SELECT 'ü'");
    try (var below = Files.walk(folder.resolve("state"))) {
      assertThat(below.filter(f -> f.toString().endsWith(".sql"))).isEmpty();
    }
  }

  @Test
  void a_work_tree_holds_the_files_as_they_are_without_links_and_submodules() throws Exception {
    Path tree = Files.createDirectory(folder.resolve("tree"));
    remote
        .file("bin/tool", FileMode.EXECUTABLE_FILE, "#!/bin/sh\r\n")
        .file("db/ü.sql", "SELECT 1;\r\n")
        .file(".gitattributes", "* text eol=lf filter=x\n")
        .file("link", FileMode.SYMLINK, "/etc/passwd")
        .file("sub", FileMode.GITLINK, "")
        .commit("refs/heads/main");

    assertThat(git.writeTo(tree, git.resolve("main"))).isEqualTo(2);

    assertThat(Files.readString(tree.resolve("bin/tool"))).isEqualTo("#!/bin/sh\r\n");
    assertThat(Files.isExecutable(tree.resolve("bin/tool"))).isTrue();
    assertThat(Files.readString(tree.resolve("db/ü.sql"))).isEqualTo("SELECT 1;\r\n");
    try (var files = Files.list(tree)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("bin", "db", ".gitattributes");
    }
  }

  @Test
  void a_link_is_refused_by_its_path() throws Exception {
    remote.file("db/V1__x.sql", FileMode.SYMLINK, "/etc/passwd").commit("refs/heads/main");

    refuses("migrations.file", "V1__x.sql is a symbolic link");
  }

  @Test
  void a_folder_that_is_a_link_is_refused() throws Exception {
    remote.file("db", FileMode.SYMLINK, "/etc").commit("refs/heads/main");

    refuses("migrations.file", "db is not a folder");
  }

  @Test
  void a_submodule_is_refused() throws Exception {
    remote.file("db/sub", FileMode.GITLINK, "").commit("refs/heads/main");

    refuses("migrations.file", "sub is a submodule");
  }

  @Test
  void a_pointer_of_lfs_is_refused() throws Exception {
    remote
        .file(
            "db/V1__x.sql", "version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 1\n")
        .commit("refs/heads/main");

    refuses("migrations.file", "V1__x.sql is a pointer of Git LFS");
  }

  @Test
  void a_name_with_a_line_break_is_refused_without_it() throws Exception {
    remote.file("db/V1__x\n\\! id.sql", "SELECT 1").commit("refs/heads/main");

    refuses("migrations.file", "V1__x?\\! id.sql has a name that can't be shown");
  }

  @Test
  void too_many_files_are_refused() throws Exception {
    for (int i = 0; i <= CommitFiles.MOST_FILES; i++) {
      remote.file("db/f" + i, "x");
    }
    remote.commit("refs/heads/main");

    refuses("migrations.file", "more than 10000 files");
  }

  @Test
  void a_missing_folder_is_told() throws Exception {
    remote.file("a", "1").commit("refs/heads/main");

    refuses("migrations.path", "no folder db");
  }

  @Test
  void a_killed_fetch_leaves_nothing_that_stops_the_next() throws Exception {
    remote.file("a", "1").commit("refs/heads/main");
    git.refs();
    Files.createFile(folder.resolve("state/git/shallow.lock"));
    Files.createFile(folder.resolve("state/git/packed-refs.lock"));
    Files.createFile(folder.resolve("state/git/refs/heads/main.lock"));
    String moved = remote.file("a", "2").commit("refs/heads/main");

    assertThat(git.resolve("main")).isEqualTo(new CommitSha(moved));
  }

  @Test
  void a_repository_that_is_not_there_is_told_without_the_token() {
    GitRepository away =
        new GitRepository(
            "https://someone:t0ken-word@127.0.0.1:1/x.git",
            folder.resolve("state/away"),
            Duration.ofSeconds(5));

    assertThatThrownBy(away::refs)
        .isInstanceOf(StageFailedException.class)
        .hasMessageContaining("https://127.0.0.1:1/x.git")
        .satisfies(GitRepositoryTest::holdsNoToken);
    assertThat(folder.resolve("state/away/config")).content().doesNotContain("t0ken", "someone");
  }

  private static void holdsNoToken(Throwable error) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      assertThat(at.toString()).doesNotContain("t0ken-word");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ext::sh -c touch% /tmp/pwn",
        "fd::17",
        "ssh://-oProxyCommand=touch/x",
        "-oProxyCommand=x:y",
        "git@-host:x",
        "http://host/x.git",
        "git://host/x.git",
        "ftp://host/x",
        "file://host/x",
        "relative/path",
        "../up",
        ""
      })
  void other_addresses_are_refused(String url) {
    assertThatThrownBy(
            () -> new GitRepository(url, folder.resolve("state/no"), Duration.ofSeconds(5)))
        .isInstanceOfSatisfying(
            InvalidException.class, e -> assertThat(e.code()).isEqualTo("migrations.repository"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://host/group/x.git",
        "https://token@host:8443/x.git",
        "ssh://git@host:2222/x.git",
        "git@host.example.com:group/x.git",
        "file:///srv/git/x.git",
        "/srv/git/x.git"
      })
  void the_usual_addresses_are_taken(String url) {
    assertThat(GitUrl.parse(url).toString()).doesNotContain("token");
  }

  private void refuses(String code, String words) {
    CommitSha main = git.resolve("main");
    assertThatThrownBy(() -> git.files(main, "db"))
        .isInstanceOfSatisfying(RehydrateException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(words);
  }

  private static String text(MigrationFile file) throws IOException {
    try (InputStream in = file.content().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
