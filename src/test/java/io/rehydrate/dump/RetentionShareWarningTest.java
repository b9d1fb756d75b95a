package io.rehydrate.dump;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.support.Dumps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetentionShareWarningTest {
  private static Manifest kept(long rows, long before) {
    Map<String, Manifest.TableEntry> tables = new LinkedHashMap<>();
    tables.put("small", new Manifest.TableEntry(1, 1, "keep", List.of(), List.of()));
    tables.put("large", new Manifest.TableEntry(rows, before, "follow", List.of(), List.of()));
    Manifest.FileEntry file = new Manifest.FileEntry("x", 1, "0".repeat(64));
    return Dumps.manifest(
        new DumpId("20261122T020000Z"), Map.of("shop", Dumps.schema(file, file, tables)));
  }

  @Test
  void a_dump_that_kept_more_than_was_meant_names_its_largest_tables() {
    assertThat(RetentionShareWarning.warning(kept(7_000, 9_999), 0.5))
        .contains(
            "70 % of the source's rows stayed, more than plan.max-kept (50 %); the largest tables:"
                + " shop.large 7,000, shop.small 1");
  }

  @Test
  void as_much_as_was_meant_or_hardly_any_rows_are_no_matter() {
    assertThat(RetentionShareWarning.warning(kept(4_999, 9_999), 0.5)).isEmpty();
    assertThat(RetentionShareWarning.warning(kept(90, 99), 0.5)).isEmpty();
    assertThat(RetentionShareWarning.warning(kept(0, 0), 0.0)).isEmpty();
  }
}
