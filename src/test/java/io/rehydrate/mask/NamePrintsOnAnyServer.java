package io.rehydrate.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.plan.MaskSpec;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.ServerLogin;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The server's fingerprints of names are those that the read-back makes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class NamePrintsOnAnyServer {
  private static final MaskKey KEY =
      MaskedCopy.testKey("the names' own secret of tests 0123456789");

  private final ServerLogin server;
  private MaskedCopy copy;

  NamePrintsOnAnyServer(ServerLogin server) {
    this.server = server;
  }

  @BeforeAll
  void start() {
    copy = new MaskedCopy(server, KEY);
  }

  @AfterAll
  void stop() {
    copy.close();
  }

  private static Optional<String> print(NameKind kind, String plain) {
    byte[] bytes = (kind.letter() + plain).getBytes(StandardCharsets.UTF_8);
    return Optional.of("" + new NameDigest(KEY).of(kind, bytes, bytes.length));
  }

  private static Optional<String> person(String plain) {
    return print(NameKind.PERSON, plain);
  }

  /** By row, then by expression. */
  private List<List<Optional<String>>> prints(Table table, Map<String, MaskSpec> masks) {
    return prints(table, new NamePrints(table, masks).sources().get(0));
  }

  private List<List<Optional<String>>> prints(Table table, NamePrints.Source source) {
    return copy
        .rows(
            "SELECT "
                + String.join(", ", source.expressions())
                + " FROM "
                + table.name().quoted()
                + source.join()
                + " "
                + MaskTable.join(copy.schema)
                + " ORDER BY id")
        .stream()
        .map(row -> java.util.Arrays.stream(row).map(Optional::ofNullable).toList())
        .toList();
  }

  private List<Optional<String>> prints(String mask, String type, String... values) {
    Table table = copy.filled(type, java.util.Arrays.asList(values));
    return prints(table, Map.of("v", MaskSpec.of(mask))).stream().map(row -> row.get(0)).toList();
  }

  @Test
  void a_full_name_is_its_first_and_last_word_in_every_character_set() {
    for (String type :
        List.of(
            "VARCHAR(80)",
            "VARCHAR(80) CHARACTER SET latin1",
            "VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
            "TINYTEXT CHARACTER SET ucs2")) {
      assertThat(
              prints(
                  "full-name",
                  type,
                  "Jane Doe",
                  "DOE, Jane",
                  " Jane   Q.  Doe ",
                  "Dr. Zoë von Müller, Jr.",
                  "J. Robert O'Hara",
                  "Cher",
                  "",
                  null,
                  "x"))
          .as(type)
          .containsExactly(
              person("jane doe"),
              person("doe jane"),
              person("jane doe"),
              person("zoë müller"),
              person("robert o'hara"),
              print(NameKind.WORD, "cher"),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
    }
  }

  @Test
  void a_firm_is_its_whole_name() {
    assertThat(
            prints("company", "VARCHAR(80)", "Acme Widgets, Ltd.", "Zoë & SÖHNE", "IBM", "", null))
        .containsExactly(
            print(NameKind.COMPANY, "acme widgets ltd"),
            print(NameKind.COMPANY, "zoë & söhne"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  @Test
  void first_and_last_names_of_a_row_are_known_together_and_each_by_itself() {
    TableName name = new TableName(copy.schema, "two_columns");
    copy.run(
        "CREATE TABLE "
            + name.quoted()
            + " (id INT PRIMARY KEY, f VARCHAR(40) CHARACTER SET latin1, l VARCHAR(40) COLLATE utf8mb4_bin)",
        "INSERT INTO "
            + name.quoted()
            + " VALUES (1, 'Mary Ann', 'van DOE'), (2, NULL, 'Roe'), (3, '', '')");
    Map<String, MaskSpec> masks = new TreeMap<>();
    masks.put("f", MaskSpec.of("first-name"));
    masks.put("l", MaskSpec.of("last-name"));

    List<List<Optional<String>>> prints = prints(copy.read(name), masks);

    assertThat(prints.get(0))
        .containsExactly(
            print(NameKind.WORD, "mary ann"), print(NameKind.WORD, "van doe"), person("mary doe"));
    assertThat(prints.get(1))
        .containsExactly(Optional.empty(), print(NameKind.WORD, "roe"), Optional.empty());
  }

  @Test
  void a_name_in_a_document_is_known_too() {
    Table table =
        copy.filled(
            "JSON",
            java.util.Arrays.asList("{\"by\": {\"who\": \"Zoë Doe\"}}", "{\"by\": 3}", null));
    MaskSpec mask =
        new MaskSpec("json", "{\"$.by.who\": \"full-name\", \"$.tags[*].x\": \"full-name\"}");

    assertThat(prints(table, Map.of("v", mask)))
        .extracting(row -> row.get(0))
        .containsExactly(person("zoë doe"), Optional.empty(), Optional.empty());
  }

  @Test
  void names_in_arrays_are_known_whatever_else_stands_there() {
    Table table =
        copy.filled(
            "JSON",
            java.util.Arrays.asList(
                "{\"to\": [{\"n\": \"Zoë Doe\"}, {\"n\": 3}, 5, {\"n\": \"DOE, Jane\"}], \"all\": [\"A Firm Ltd\"]}",
                "{\"to\": \"Jane Roe\", \"all\": []}",
                null,
                "{\"two\": [[{\"f\": \"Mary\", \"l\": \"Poe\"}], [], [{\"f\": null, \"l\": \"Loe\"}]], \"one\": [\"x\", \"Ann Moe\"]}"));
    MaskSpec mask =
        new MaskSpec(
            "json",
            "{\"$.to[*].n\": \"full-name\", \"$.all[*]\": \"company\", \"$.two[*][*].f\": \"first-name\","
                + " \"$.two[*][*].l\": \"last-name\", \"$.one[1]\": \"full-name\", \"$.to[*].p\": \"phone\"}");

    List<NamePrints.Source> sources = new NamePrints(table, Map.of("v", mask)).sources();

    assertThat(sources).hasSize(4);
    assertThat(known(table, sources.get(0))).containsExactly(person("ann moe"));
    assertThat(known(table, sources.get(1)))
        .containsExactlyInAnyOrder(person("zoë doe"), person("doe jane"));
    assertThat(known(table, sources.get(2))).containsExactly(print(NameKind.COMPANY, "a firm ltd"));
    assertThat(known(table, sources.get(3)))
        .containsExactlyInAnyOrder(
            print(NameKind.WORD, "mary"),
            print(NameKind.WORD, "poe"),
            person("mary poe"),
            print(NameKind.WORD, "loe"));
  }

  private List<Optional<String>> known(Table table, NamePrints.Source source) {
    return prints(table, source).stream()
        .flatMap(List::stream)
        .filter(Optional::isPresent)
        .toList();
  }

  @Test
  void masks_that_stand_for_no_name_leave_no_fingerprints() {
    Table table = copy.filled("VARCHAR(80)", List.of("Jane Doe"));

    for (String mask : List.of("hash", "redact", "email", "street", "city", "set-null")) {
      assertThat(new NamePrints(table, Map.of("v", MaskSpec.of(mask))).sources()).isEmpty();
    }
  }
}
