package io.rehydrate.source.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.support.CommandProcess;
import io.rehydrate.support.CopiedRoutes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The password of a night stands nowhere, however much is logged. */
class AwsSecretsTest {
  /** The form of such a password: no other word is of this length. */
  private static final Pattern PASSWORD =
      Pattern.compile("(?<![A-Za-z0-9])(?=[A-Za-z]*[0-9])[A-Za-z0-9]{40}(?![A-Za-z0-9])");

  @TempDir Path folder;

  @Test
  void the_password_of_a_night_is_neither_logged_nor_kept() throws Exception {
    try (AwsHouse house = AwsHouse.onPaper(folder, "aurora-snapshot")) {
      house.home().set("logging.level", "trace");
      house.home().set("deadline.connect", "20s");
      CopiedRoutes.again("aws", folder);

      CommandProcess night = CommandProcess.start(folder, "night");

      assertThat(night.exitCode()).as(night.errors()).isEqualTo(1);
      assertThat(night.errors()).contains("TRACE").contains("can't be reached");
      assertThat(house.rds.calls().of("ModifyDBCluster")).hasSize(1);
      assertThat(house.rds.ledger().left()).isEmpty();
      for (Path file : files()) {
        assertThat(PASSWORD.matcher(text(file)).results().map(m -> m.group()).toList())
            .as("%s", file)
            .isEmpty();
      }
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }
}
