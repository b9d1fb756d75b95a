package io.rehydrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.settings.Role;
import io.rehydrate.settings.UsersFile;
import io.rehydrate.support.HomeFolder;
import io.rehydrate.users.Passwords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersCommandTest {
  @TempDir Path folder;

  @BeforeEach
  void home() {
    HomeFolder.in(folder)
        .withTarget("dev-a")
        .with("target.dev-a.owners", "ann")
        .with("camel.server.host", "0.0.0.0")
        .with("camel.server.plain", "true")
        .withFile("pw", "correct horse\n", "rw-------")
        .withFile("brief", "1234567", "rw-------")
        .write();
  }

  private Said users(String line) {
    String command = "users " + line.replace("FILE", folder.resolve("pw").toString());
    return Said.by(folder, List.of(command.split(" ")));
  }

  private Path file() {
    return folder.resolve("users.properties");
  }

  @Test
  void users_come_and_go_and_the_last_operator_stays() throws IOException {
    assertThat(users("add ann --role developer --password-file FILE"))
        .satisfies(said -> assertThat(said.exit()).isEqualTo(13))
        .satisfies(said -> assertThat(said.err()).contains("user.operator"));
    assertThat(users("add root --role operator --password-file FILE").exit()).isZero();
    assertThat(users("add ann --role developer --no-password").exit()).isZero();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    var text = UsersFile.read(file());
    assertThat(text.users().get("ann").role()).isEqualTo(Role.DEVELOPER);
    assertThat(new Passwords().matches(Optional.of(text.users().get("root")), "correct horse"))
        .isTrue();
    assertThat(Files.readString(file())).doesNotContain("correct horse");

    assertThat(users("password ann --password-file FILE").exit()).isZero();
    assertThat(UsersFile.read(file()).users().get("ann").passwordHash()).isPresent();
    assertThat(users("remove root").exit()).isEqualTo(13);
    Said removed = users("remove ann");
    assertThat(removed.exit()).isZero();
    assertThat(removed.err()).contains("take ann out of target.dev-a.owners");
    assertThat(UsersFile.read(file()).users()).containsOnlyKeys("root");
  }

  @Test
  void what_is_typed_wrong_changes_nothing() throws IOException {
    users("add root --role operator --password-file FILE");
    String before = Files.readString(file());

    assertThat(users("add root --role viewer --password-file FILE").exit()).isEqualTo(2);
    for (String name :
        new String[] {"../x", "-rf", "Ann", "ánn", "schedule", "a".repeat(300), "7"}) {
      assertThat(users("add --role viewer --no-password -- " + name).exit()).as(name).isEqualTo(2);
    }
    assertThat(users("add ann --role king --no-password").exit()).isEqualTo(2);
    assertThat(users("add ann --role viewer --password-file nowhere").exit()).isEqualTo(2);
    assertThat(users("add ann --role viewer --password-file " + folder.resolve("brief")).err())
        .contains("too few characters");
    assertThat(users("password eve --password-file FILE").exit()).isEqualTo(10);
    assertThat(users("remove eve").exit()).isEqualTo(10);
    assertThat(users("token eve").exit()).isEqualTo(10);
    assertThat(users("token root --expires soon").exit()).isEqualTo(2);
    assertThat(users("token root --expires 9999d").exit()).isEqualTo(2);
    assertThat(users("revoke 000000000000").exit()).isEqualTo(10);
    assertThat(users("").exit()).isEqualTo(2);
    assertThat(Files.readString(file())).isEqualTo(before);
  }

  @Test
  void a_token_is_shown_once_and_listed_without_itself() {
    users("add root --role operator --password-file FILE");

    Said token = users("token root --expires 12h");

    assertThat(token.out()).matches("rhy_[0-9a-f]{12}_[A-Za-z0-9_-]{43}\\R");
    String id = token.out().substring(4, 16);
    assertThat(users("list --json").out())
        .contains("\"name\" : \"root\"", "\"id\" : \"" + id + "\"", "expiresAt")
        .doesNotContain(token.out().strip());
    assertThat(users("list").out()).contains("root", "operator", id, "never");
    assertThat(users("revoke " + id).exit()).isZero();
    assertThat(users("list").out()).doesNotContain(id);
  }
}
