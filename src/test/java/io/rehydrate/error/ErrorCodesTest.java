package io.rehydrate.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Scripts tell failures apart by exit codes, and look codes up. */
class ErrorCodesTest {
  private static final Pattern THROWN =
      Pattern.compile("new\\s+(\\w+Exception)\\(\\s*\"([a-z0-9-]+\\.[a-z0-9.-]+)\"");

  @Test
  void one_code_has_one_exit_code_everywhere() throws IOException {
    Map<String, Set<String>> byCode = new TreeMap<>();
    for (Path source : sources()) {
      Matcher thrown = THROWN.matcher(Files.readString(source));
      while (thrown.find()) {
        byCode.computeIfAbsent(thrown.group(2), code -> new TreeSet<>()).add(thrown.group(1));
      }
    }

    assertThat(byCode).hasSizeGreaterThan(100);
    assertThat(byCode).allSatisfy((code, kinds) -> assertThat(kinds).hasSize(1));
    assertThat(byCode.get("dump.held")).containsExactly("RefusedException");
    assertThat(byCode.get("dump.incomplete")).containsExactly("CorruptDumpException");
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
