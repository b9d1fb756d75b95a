package io.rehydrate.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.mask.MaskKey;
import io.rehydrate.mask.NameDigest;
import io.rehydrate.mask.NameKind;
import io.rehydrate.plan.MaskSpec;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.support.TableBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownNamesTest {
  private static final TableName PEOPLE = new TableName("shop", "people");
  private static final TableBuilder TABLE =
      TableBuilder.aTableWithId("people").nullable("note", "text").nullable("raw", "blob");

  @TempDir Path folder;
  private MaskKey key;
  private KnownNames names;

  @BeforeEach
  void readKey() throws IOException {
    Path file =
        Files.createFile(
            folder.resolve("mask.key"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, "a secret that only tests have, 1234567890");
    key = MaskKey.read(file);
    names = KnownNames.under(key);
    know(NameKind.PERSON, "jane doe", "ada o'hara", "zoë müller");
  }

  private void know(NameKind kind, String... plain) {
    NameDigest digest = new NameDigest(key);
    for (String name : plain) {
      byte[] bytes = (kind.letter() + name).getBytes(StandardCharsets.UTF_8);
      names.add(digest.of(kind, bytes, bytes.length));
    }
  }

  private List<String> found(Map<String, MaskSpec> masks, Set<String> exempt, List<String> values)
      throws IOException {
    Table table = TABLE.build();
    DumpScan scan =
        new DumpScan(
            new ResolvedPlan(
                TableBuilder.aCatalog(TABLE),
                Map.of(
                    table.name(),
                    new ResolvedPlan.Rule(
                        table, RowRule.KEEP, Optional.empty(), masks, Map.of("note", exempt))),
                List.of(),
                "",
                ""),
            names);
    String rows =
        values.stream()
            .map(v -> "(1,'" + v.replace("'", "''") + "',NULL)")
            .collect(Collectors.joining(","));
    scan.read(
        PEOPLE,
        new ByteArrayInputStream(
            ("INSERT INTO `people` VALUES " + rows + ";\n").getBytes(StandardCharsets.UTF_8)));
    return scan.findings().stream().map(Finding::toString).toList();
  }

  private List<String> found(String... values) throws IOException {
    return found(Map.of(), Set.of(), List.of(values));
  }

  private static String[] each(String form) {
    return Stream.of("Jane,Doe", "Ada,O'Hara", "Zoë,Müller")
        .map(n -> form.replace("F", n.split(",")[0]).replace("L", n.split(",")[1]))
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "F L",
        "L, F",
        "  F   L ",
        "Dr. F Maria L Jr.",
        "F Q. L",
        "«F L»",
        "f.l",
        "called F L about her roof, she will call back next week, and then we shall see what she says",
        "the inspector met L, F (tenant) at the gate and took pictures of everything that was broken",
        "{\"first\": \"F\", \"last\": \"L\", \"since\": \"2026-01-01\", \"more\": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]}",
      })
  void a_name_is_found_in_every_form(String form) throws IOException {
    String[] values =
        form.equals("f.l") ? new String[] {"jane.doe", "ada.o'hara", "zoë.müller"} : each(form);

    assertThat(found(values))
        .containsExactly("shop.people.note: names that are masked elsewhere in 3 values");
    assertThat(found(Stream.of(values).map(v -> v.toUpperCase(Locale.ROOT)).toArray(String[]::new)))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"Jane Roe", "Jane", "Doe", "Janet Doe", "Jane2 Doe", "jdoe"})
  void other_names_are_none(String other) throws IOException {
    assertThat(found(other, "Ada O'Hara", "Zoë Müller", "Ada O'Hara", "Zoë Müller")).isEmpty();
  }

  @Test
  void words_far_apart_or_small_in_prose_are_no_name() throws IOException {
    String far = "Jane said that all of it was paid for by the landlord, and that Doe knew";
    String small = "we saw a jane doe in it, ".repeat(8);

    assertThat(found(far + far, small, "Ada O'Hara", "Zoë Müller")).isEmpty();
  }

  @Test
  void columns_under_masks_that_make_words_are_passed_over_and_others_are_not() throws IOException {
    List<String> values = List.of(each("F L"));

    for (String mask : List.of("full-name", "company", "city", "redact", "hash")) {
      assertThat(found(Map.of("note", MaskSpec.of(mask)), Set.of(), values)).isEmpty();
    }
    assertThat(found(Map.of(), Set.of("name"), values)).isEmpty();
    for (MaskSpec mask : List.of(MaskSpec.of("digits"), new MaskSpec("sql", "\"note\""))) {
      assertThat(found(Map.of("note", mask), Set.of(), values)).hasSize(1);
    }
    String inner = "{\"$.x\": \"%s\"}";
    assertThat(
            found(Map.of("note", new MaskSpec("json", inner.formatted("phone"))), Set.of(), values))
        .hasSize(1);
    assertThat(
            found(
                Map.of("note", new MaskSpec("json", inner.formatted("full-name"))),
                Set.of(),
                values))
        .isEmpty();
  }

  @Test
  void a_firm_counts_by_its_whole_name() throws IOException {
    know(NameKind.COMPANY, "acme widgets ltd", "3m company", "zoë & söhne");

    assertThat(found("Acme Widgets, Ltd.", "3M COMPANY", "Zoë & Söhne")).hasSize(1);
    assertThat(found("Acme Widgets Ltd of Ohio", "my 3M Company", "by Zoë & Söhne")).isEmpty();
  }

  @Test
  void single_words_count_where_they_make_up_a_column() throws IOException {
    String[] last =
        IntStream.range(0, 25).mapToObj(i -> "Name" + (char) ('a' + i)).toArray(String[]::new);
    know(
        NameKind.WORD, Stream.of(last).map(w -> w.toLowerCase(Locale.ROOT)).toArray(String[]::new));
    List<String> mixed =
        Stream.concat(Stream.of(last), IntStream.range(0, 26).mapToObj(i -> "Town")).toList();

    assertThat(found(last))
        .containsExactly("shop.people.note: names that are masked elsewhere in 25 values");
    assertThat(found(Map.of(), Set.of(), mixed)).isEmpty();
    assertThat(found(Map.of(), Set.of(), List.of(last).subList(0, 19))).isEmpty();
  }

  @Test
  void of_too_many_numbers_an_even_part_stays() {
    LongSample sample = new LongSample();
    Random random = new Random(3);
    long[] all = random.longs(3_000_000, 0, 1L << 62).toArray();
    for (long value : all) {
      sample.add(value);
      sample.add(all[0]);
    }
    sample.seal();

    assertThat(sample.size()).isBetween(LongSample.MOST / 2, 2 * LongSample.MOST);
    assertThat(Arrays.stream(all).distinct().filter(sample::contains)).hasSize(sample.size());
    assertThat(sample.contains(-1)).isFalse();
  }
}
