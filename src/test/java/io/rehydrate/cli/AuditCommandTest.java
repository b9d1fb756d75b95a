package io.rehydrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.support.HomeFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandTest {
  @TempDir Path folder;

  private Said said(String line) {
    return Said.by(folder, List.of(line.split(" ")));
  }

  private void sql(String text) throws Exception {
    try (Connection session =
        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state/rehydrate.db"))) {
      session.createStatement().execute(text);
    }
  }

  @Test
  void commands_are_entered_with_who_called_them_and_a_change_of_an_entry_is_found()
      throws Exception {
    HomeFolder.in(folder)
        .withTarget("dev-a")
        .withFile("pw", "correct horse\n", "rw-------")
        .write();
    assertThat(said("audit verify").out()).isEqualTo("0 entries, unbroken\n");

    said("users add root --role operator --password-file " + folder.resolve("pw"));
    String token = said("users token root").out().strip();
    said("dumps discard 20261122T020000Z --why because");
    said("refresh --target nowhere --yes");
    said("night --as-of 2999-01-01T00:00:00Z");

    String listed = said("audit list").out();
    String me = System.getProperty("user.name");
    assertThat(listed.lines().skip(1))
        .hasSize(8)
        .allSatisfy(line -> assertThat(line).contains(me, "command"));
    assertThat(listed)
        .containsSubsequence(
            "users add root",
            "role operator",
            "asked",
            "done",
            "users token root",
            "discard 20261122T020000Z",
            "why because",
            "refused: dump.unknown",
            "refresh nowhere",
            "dump latest",
            "refused: target.unknown",
            "night source.example",
            "refused: night.future")
        .doesNotContain("correct horse", token);
    assertThat(said("audit list --last 1 --object nowhere").out()).contains("target.unknown");
    assertThat(said("audit list --person joe").out().lines()).hasSize(1);
    assertThat(said("audit list --since 2999-01-01").out().lines()).hasSize(1);
    assertThat(said("audit list --since soon").err()).contains("audit.option");
    assertThat(said("audit list --last 0").exit()).isEqualTo(2);

    List<String> lines = said("audit export").out().lines().toList();
    assertThat(lines).hasSize(8).allSatisfy(line -> assertThat(line).startsWith("{\"number\":"));
    assertThat(said("audit verify").out()).startsWith("8 entries, unbroken, from 20");

    Path head = folder.resolve("state/audit.head");
    String noted = Files.readString(head);
    Files.delete(head);
    assertThat(said("audit verify").err()).contains("warning: ", "audit.head is missing");
    Files.writeString(head, noted);

    sql("UPDATE audit SET person = 'joe' WHERE number = 2");
    Said broken = said("audit verify");
    assertThat(broken.exit()).isEqualTo(14);
    assertThat(broken.out()).isEqualTo("entry 2 was changed\n");
    assertThat(broken.err()).contains("entry 2 was changed [audit.broken]");
    sql("DELETE FROM audit WHERE number > 4");
    assertThat(said("audit verify").out()).contains("entries 5 to 8 were removed from the end");
  }
}
