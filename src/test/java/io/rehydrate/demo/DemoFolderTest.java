package io.rehydrate.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {
  @TempDir private Path home;

  @Test
  void what_an_earlier_process_left_goes_and_nothing_outside() throws IOException {
    Path outside = Files.writeString(home.resolve("outside"), "stays");
    Path place = home.resolve("run");
    Files.createDirectories(place.resolve("servers/scratch/insurance"));
    Files.writeString(place.resolve("servers/scratch/insurance/t.ibd"), "rows");
    Files.createSymbolicLink(place.resolve("link"), outside);

    try (DemoFolder folder = DemoFolder.take(place)) {
      folder.empty();

      try (Stream<Path> left = Files.list(place)) {
        assertThat(left.map(f -> f.getFileName().toString())).containsExactly(".lock");
      }
      assertThatThrownBy(() -> DemoFolder.take(place).close())
          .as("the lock is held on")
          .isInstanceOf(OverlappingFileLockException.class);
    }
    assertThat(outside).hasContent("stays");
  }
}
