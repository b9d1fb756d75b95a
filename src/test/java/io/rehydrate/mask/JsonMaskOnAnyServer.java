package io.rehydrate.mask;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rehydrate.plan.MaskSpec;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.ServerLogin;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds inside JSON documents on servers of either vendor. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JsonMaskOnAnyServer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ServerLogin server;
  private MaskedCopy copy;

  JsonMaskOnAnyServer(ServerLogin server) {
    this.server = server;
  }

  @BeforeAll
  void start() {
    copy = new MaskedCopy(server);
  }

  @AfterAll
  void stop() {
    copy.close();
  }

  private static Column column(String name, String type) {
    return new Column(
        name,
        type,
        type,
        true,
        false,
        false,
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Table table(TableName name) {
    return new Table(
        name,
        "",
        "InnoDB",
        List.of(column("id", "int"), column("v", "json")),
        List.of(),
        List.of(),
        1,
        0);
  }

  private List<JsonNode> masked(String paths, String... documents) throws IOException {
    MaskSpec spec = new MaskSpec("json", paths);
    Table filled = copy.filled("JSON", Arrays.asList(documents));
    Table declared = table(filled.name());
    Column value = declared.column("v").orElseThrow();
    assertThat(Masks.problem(spec, declared, value)).isEmpty();
    MaskExpression expression = Masks.expression(spec, declared, value, "t");
    String copied = filled.name().quoted().replace("`t", "`c");
    copy.run(
        "CREATE TABLE " + copied + " LIKE " + filled.name().quoted(),
        "INSERT INTO "
            + copied
            + " (id, v) SELECT t.id, "
            + expression.sql()
            + " FROM "
            + filled.name().quoted()
            + " AS t "
            + MaskTable.join(copy.schema));
    List<JsonNode> read = new java.util.ArrayList<>();
    for (String text : copy.column(copied, "v")) {
      read.add(text == null ? JSON.missingNode() : JSON.readTree(text));
    }
    return read;
  }

  private static JsonNode json(String text) throws IOException {
    return JSON.readTree(text);
  }

  @Test
  void masks_what_a_path_leads_to_and_leaves_the_rest() throws IOException {
    List<JsonNode> masked =
        masked(
            "{\"$.phone\": \"phone\", \"$.home.\\\"zip code\\\"\": \"postcode\", \"$.mail\": \"email\","
                + " \"$.gone\": \"set-null\", \"$.fixed\": {\"value\": 7}, \"$.list[1]\": \"redact\"}",
            """
            {"phone": "(212) 555-1234", "home": {"zip code": "SW1A 1AA", "floor": 3}, "mail": "",
             "gone": {"a": 1}, "fixed": "x", "list": ["a", "bcd", "e"], "other": ["\\u00e4\\"\\\\", 1.5, null, true, {}]}
            """,
            null,
            "{}",
            "[1]",
            "\"text\"");

    JsonNode first = masked.get(0);
    assertThat(first.path("phone").asText())
        .matches("\\(\\d{3}\\) \\d{3}-\\d{4}")
        .isNotEqualTo("(212) 555-1234");
    assertThat(first.path("home").path("zip code").asText())
        .matches("[A-Z]{2}\\d[A-Z] \\d[A-Z]{2}")
        .isNotEqualTo("SW1A 1AA");
    assertThat(first.path("home").path("floor").asInt()).isEqualTo(3);
    assertThat(first.path("mail").asText()).isEmpty();
    assertThat(first.path("gone").isNull()).isTrue();
    assertThat(first.path("fixed")).isEqualTo(json("7"));
    assertThat(first.path("list")).isEqualTo(json("[\"a\", \"et.\", \"e\"]"));
    assertThat(first.path("other")).isEqualTo(json("[\"ä\\\"\\\\\", 1.5, null, true, {}]"));
    assertThat(first.size()).isEqualTo(7);
    assertThat(masked.subList(1, 5))
        .containsExactly(JSON.missingNode(), json("{}"), json("[1]"), json("\"text\""));
  }

  @Test
  void what_a_mask_does_not_understand_goes_inside_of_documents_too() throws IOException {
    List<JsonNode> masked =
        masked(
            "{\"$.phone\": \"phone\", \"$.more[*].tel\": \"phone\", \"$.zip\": \"postcode\"}",
            """
            {"phone": "0171 123456 (Herr Weber)", "more": [{"tel": "anna0001"}], "zip": "Weber"}
            """,
            "{\"phone\": \"" + "1 Weber ".repeat(400) + "\"}");

    assertThat(masked.get(0).path("phone").asText()).matches("0\\d{3} \\d{6} \\(xxxx xxxxx\\)");
    assertThat(masked.get(0).path("more").get(0).path("tel").asText()).matches("xxxx\\d{4}");
    assertThat(masked.get(0).path("zip").asText()).matches("[A-Z]{5}").isNotEqualTo("WEBER");
    assertThat(masked.get(1).path("phone").asText()).isEqualTo("0".repeat(3200));
  }

  @Test
  void masks_every_element_of_arrays_in_their_order() throws IOException {
    List<JsonNode> masked =
        masked(
            "{\"$.tags[*].by\": \"full-name\", \"$.tags[*].at[*].ip\": \"ip\", \"$.mails[*]\": \"email\"}",
            """
            {"tags": [{"by": "Jane", "x": 1}, "kept", {"by": "John", "at": [{"ip": "10.1.2.3"}, {"ip": null}]}, {}],
             "mails": ["a@acme.org", "b@acme.org", "a@acme.org"], "n": [1, 2]}
            """,
            "{\"tags\": [], \"mails\": []}",
            "{\"mails\": \"a@acme.org\"}");

    JsonNode tags = masked.get(0).path("tags");
    assertThat(tags).hasSize(4);
    assertThat(tags.get(0).path("by").asText()).matches("\\w+ [\\w' -]+").isNotEqualTo("Jane");
    assertThat(tags.get(0).path("x").asInt()).isEqualTo(1);
    assertThat(tags.get(1)).isEqualTo(json("\"kept\""));
    assertThat(tags.get(2).path("at").get(0).path("ip").asText()).matches("(192|198|203)\\..*");
    assertThat(tags.get(2).path("at").get(1).path("ip").isNull()).isTrue();
    assertThat(tags.get(3)).isEqualTo(json("{}"));
    JsonNode mails = masked.get(0).path("mails");
    assertThat(mails).hasSize(3);
    assertThat(mails.get(0)).isEqualTo(mails.get(2)).isNotEqualTo(mails.get(1));
    assertThat(mails.get(0).asText()).endsWith("@example.com");
    assertThat(masked.get(0).path("n")).isEqualTo(json("[1, 2]"));
    assertThat(masked.get(1)).isEqualTo(json("{\"tags\": [], \"mails\": []}"));
    assertThat(masked.get(2).toString()).doesNotContain("acme");
  }

  @Test
  void a_long_array_stays_whole() throws IOException {
    StringBuilder many = new StringBuilder("{\"a\": [0");
    for (int i = 1; i < 5_000; i++) {
      many.append(", {\"who\": \"person ").append(i).append("\", \"i\": ").append(i).append('}');
    }

    JsonNode masked = masked("{\"$.a[*].who\": \"hash\"}", many + "]}").get(0).path("a");

    assertThat(masked).hasSize(5_000);
    assertThat(masked.get(4_999).path("i").asInt()).isEqualTo(4_999);
    assertThat(masked.get(4_999).path("who").asText()).matches("[0-9a-f]{64}");
  }

  @Test
  void a_text_in_a_document_gives_what_it_gives_in_a_column() throws IOException {
    String column = copy.masked("email", "VARCHAR(100)", List.of("Jane@acme.org")).get(0);

    assertThat(masked("{\"$.m\": \"email\"}", "{\"m\": \"jane@acme.org\"}").get(0))
        .isEqualTo(json("{\"m\": \"" + column + "\"}"));
  }

  @Test
  void what_is_no_text_where_one_is_masked_does_not_stay() throws IOException {
    List<JsonNode> masked =
        masked(
            "{\"$.a\": \"digits\"}",
            "{\"a\": 4711}",
            "{\"a\": 1.5}",
            "{\"a\": true}",
            "{\"a\": {\"name\": \"Jane\"}}",
            "{\"a\": [\"Jane\"]}");

    assertThat(masked.get(0).path("a").isIntegralNumber()).isTrue();
    assertThat(masked.get(0).path("a").asInt()).isNotEqualTo(4711);
    assertThat(masked.get(1).path("a").asText()).matches("\\d\\.\\d").isNotEqualTo("1.5");
    assertThat(masked.subList(2, 5)).containsOnly(json("{\"a\": null}"));
  }

  /** MySQL has made them one by then; MariaDB keeps the text. */
  @Test
  void a_member_that_stands_twice_or_is_written_with_escapes_hides_nothing() throws IOException {
    assertThat(
            masked(
                "{\"$.home.phone\": \"hash\", \"$.tags[*].by\": \"hash\"}",
                "{\"home\": {\"phone\": \"a\", \"phone\": \"Jane\"}}",
                "{\"home\": {\"phone\": \"a\"}, \"home\": {\"phone\": \"Jane\"}}",
                "{\"home\": {\"ph\\u006fne\": \"Jane\"}}",
                "{\"tags\": [{\"by\": \"a\", \"by\": \"Jane\"}]}",
                "{\"tags\": [], \"tags\": [{\"by\": \"Jane\"}]}"))
        .allSatisfy(document -> assertThat(document.toString()).doesNotContain("Jane"));
    assertThat(masked("{\"$.a\": \"hash\"}", "{\"b\": \"\\u00e4\", \"na\\u00efve\": 1}").get(0))
        .isEqualTo(json("{\"b\": \"ä\", \"naïve\": 1}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                             | needs paths",
        "{\"phone\": \"phone\"}                         | 'phone' is none of its paths",
        "{\"$\": \"hash\"}                              | '$' is none of its paths",
        "{\"$.*\": \"hash\"}                            | '$.*' is none of its paths",
        "{\"$**.a\": \"hash\"}                          | '$**.a' is none of its paths",
        "{\"$.a'b\": \"hash\"}                          | is none of its paths",
        "{\"$.a\": \"hash\", \"$.a.b\": \"hash\"}       | lead to the same place",
        "{\"$.a[*].x\": \"hash\", \"$.a[0].y\": \"hash\"} | lead to the same place",
        "{\"$.a\": {\"sql\": \"1\"}}                    | at $.a, 'sql' is not taken",
        "{\"$.a\": {\"json\": {\"$.b\": \"hash\"}}}     | at $.a, 'json' is not taken",
        "{\"$.a\": \"nothing\"}                         | there is no mask 'nothing'"
      })
  void what_does_not_work_is_a_problem_of_the_plan(String paths, String problem) {
    Table declared = table(new TableName("shop", "people"));

    assertThat(
            Masks.problem(
                new MaskSpec("json", paths), declared, declared.column("v").orElseThrow()))
        .hasValueSatisfying(told -> assertThat(told).contains(problem));
    assertThat(
            Masks.problem(
                new MaskSpec("json", "{\"$.a\": \"hash\"}"),
                declared,
                declared.column("id").orElseThrow()))
        .isPresent();
  }
}
