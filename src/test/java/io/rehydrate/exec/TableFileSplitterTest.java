package io.rehydrate.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableFileSplitterTest {
  private static final String HEAD = "-- head\n-- \n/*!40103 SET TIME_ZONE='+00:00' */;\n--\n";
  private static final String FIRST =
      "-- Dumping data for table `one`\n--\n-\n-- Dumping data for\nINSERT INTO `one` VALUES (1);\ncommit;\n--\n";
  private static final String SECOND =
      "-- Dumping data for table `zwölf`\n\n\nINSERT INTO `zwölf` VALUES (1),(2);\n/*!40103 SET\n";
  private static final String THIRD = "-- Dumping data for table `3`\n";
  private static final String TAIL =
      "/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;\n\n/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;\n-- Dump completed\n";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 25, 26, 27, 64, 1000})
  void cuts_at_the_same_places_however_the_text_arrives(int piece) throws Exception {
    List<StreamedFile> files = cut(HEAD + FIRST + SECOND + THIRD + TAIL, piece);

    assertThat(files).extracting(StreamedFile::table).containsExactly("`one`", "`zwölf`", "`3`");
    assertThat(texts(files))
        .containsExactly(HEAD + FIRST + TAIL, HEAD + SECOND + TAIL, HEAD + THIRD + TAIL);
  }

  @Test
  void a_text_that_ends_within_a_line_is_kept_to_its_end() throws Exception {
    assertThat(texts(cut(HEAD + FIRST + "-- Dum", 1))).containsExactly(HEAD + FIRST + "-- Dum");
    assertThat(texts(cut(HEAD + "-- Dumping data for table `o", 4))).isEmpty();
  }

  @Test
  void rows_before_the_first_table_are_not_collected_in_memory() {
    String row = "INSERT INTO `x` VALUES (1);\n";

    assertThatThrownBy(() -> cut(HEAD + row.repeat(3000), 1000))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("rows of no table");
    assertThatThrownBy(() -> cut("-- Dumping data for table " + "x".repeat(70_000), 1000))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not end");
  }

  private List<StreamedFile> cut(String text, int piece) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Path out = Files.createTempDirectory(folder, "out");
    TableFileSplitter files = new TableFileSplitter(out);
    try (files) {
      for (int from = 0; from < bytes.length; from += piece) {
        files.write(bytes, from, Math.min(piece, bytes.length - from));
      }
      files.complete();
    }
    return files.written();
  }

  private static List<String> texts(List<StreamedFile> files) throws IOException {
    List<String> texts = new ArrayList<>();
    for (StreamedFile file : files) {
      try (InputStream in = new ZstdInputStream(Files.newInputStream(file.path()))) {
        texts.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return texts;
  }
}
