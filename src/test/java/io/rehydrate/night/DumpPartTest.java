package io.rehydrate.night;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.RehydrateException;
import io.rehydrate.exec.StreamedFile;
import io.rehydrate.schema.TableName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DumpPartTest {
  @Test
  void small_tables_of_a_schema_are_one_part_and_large_ones_parts_of_their_own() {
    DumpFile large = file("shop", "orders", 30_000);
    DumpFile piece =
        new DumpFile(
            "shop/rows/0009-lines.sql.zst",
            "shop",
            Optional.of(new TableName("shop", "lines")),
            Optional.of("id < 7"),
            20);
    DumpFile definitions =
        new DumpFile("shop/tables.sql.zst", "shop", Optional.empty(), Optional.empty(), 0);
    DumpFile odd = file("shop", "two\nlines", 3);
    DumpFile otherForm = file("shop", "floats", 2);

    List<DumpPart> parts =
        DumpPart.of(
            List.of(
                large,
                file("shop", "users", 100),
                file("crm", "calls", 50),
                piece,
                file("shop", "roles", 5),
                odd,
                otherForm,
                definitions),
            table -> !table.table().equals("floats"));

    assertThat(parts.get(0)).isEqualTo(new DumpPart(List.of(large)));
    assertThat(parts.get(1).tables()).containsExactly("users", "roles");
    assertThat(parts.get(1).name()).isEqualTo("shop/rows/0001-users-and-others");
    assertThat(parts.get(2).tables()).containsExactly("calls");
    assertThat(parts.get(2).name()).isEqualTo("crm/rows/0001-calls.sql.zst");
    assertThat(parts.subList(3, parts.size()))
        .containsExactlyInAnyOrder(
            new DumpPart(List.of(piece)),
            new DumpPart(List.of(odd)),
            new DumpPart(List.of(otherForm)),
            new DumpPart(List.of(definitions)));
  }

  @Test
  void a_part_has_at_most_so_many_tables_and_rows() {
    List<DumpFile> many = IntStream.range(0, 250).mapToObj(i -> file("shop", "t" + i, 1)).toList();
    List<DumpFile> middling =
        IntStream.range(0, 5).mapToObj(i -> file("shop", "m" + i, 20_000)).toList();

    assertThat(DumpPart.of(many, table -> true))
        .extracting(part -> part.files().size())
        .containsExactly(100, 100, 50);
    assertThat(DumpPart.of(middling, table -> true))
        .extracting(part -> part.files().size())
        .containsExactly(2, 2, 1);
    List<DumpFile> written = new ArrayList<>();
    DumpPart.of(many, table -> true).forEach(part -> written.addAll(part.files()));
    assertThat(written).containsExactlyInAnyOrderElementsOf(many);
  }

  @Test
  void a_program_that_wrote_other_tables_is_found_out() {
    DumpPart part = new DumpPart(List.of(file("shop", "Users", 1), file("shop", "a`b", 1)));

    part.requireWritten(written("`users`", "`a``b`"));

    for (List<StreamedFile> other :
        List.of(
            written("`users`"),
            written("`a``b`", "`users`"),
            written("`users`", "`a``b`", "`c`"))) {
      assertThatThrownBy(() -> part.requireWritten(other))
          .isInstanceOfSatisfying(
              RehydrateException.class, e -> assertThat(e.code()).isEqualTo("dump.incomplete"))
          .hasMessageContaining("`users`");
    }
  }

  private static List<StreamedFile> written(String... tables) {
    return Stream.of(tables)
        .map(table -> new StreamedFile(Path.of("x"), table, 0, "", 0, 0))
        .toList();
  }

  private static DumpFile file(String schema, String table, long rows) {
    return new DumpFile(
        schema + "/rows/0001-" + table + ".sql.zst",
        schema,
        Optional.of(new TableName(schema, table)),
        Optional.empty(),
        rows);
  }
}
