package io.rehydrate.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.junit.jupiter.api.Test;

class RetentionRunbookTest extends RunbookTestSupport {
  private final Expired expired = new Expired();

  /** Everything but one dump has expired. */
  public static final class Expired implements GenericFileFilter<File> {
    private final List<String> removed = new ArrayList<>();

    @Override
    public boolean accept(GenericFile<File> file) {
      return !file.getAbsoluteFilePath().contains("20261122T020000Z");
    }

    public void remove(File manifest) throws IOException {
      removed.add(manifest.getParentFile().getName());
      Files.delete(manifest.toPath());
    }
  }

  @Override
  List<String> files() {
    return List.of("retention");
  }

  @Override
  String entries() {
    return "prune";
  }

  @Override
  Map<String, Object> standIns() {
    return Map.of("retention", expired);
  }

  @Test
  void every_expired_dump_is_removed_and_no_other() throws Exception {
    Path store = beans().settings().store().directory();
    for (String id : List.of("20261120T020000Z", "20261121T020000Z", "20261122T020000Z")) {
      Files.writeString(Files.createDirectories(store.resolve(id)).resolve("manifest.json"), "{}");
    }

    assertThat(send("direct:prune", "").getException()).isNull();

    assertThat(expired.removed).containsExactlyInAnyOrder("20261120T020000Z", "20261121T020000Z");
    assertThat(store.resolve("20261122T020000Z/manifest.json")).exists();
  }

  @Test
  void an_empty_store_has_nothing_to_remove() {
    assertThat(send("direct:prune", "").getException()).isNull();
    assertThat(expired.removed).isEmpty();
  }
}
