package io.rehydrate.report;

import static io.rehydrate.support.TableBuilder.aCatalog;
import static io.rehydrate.support.TableBuilder.aTableWithId;
import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.dehydrate.DehydrationResult;
import io.rehydrate.dehydrate.compile.BrokenChecks;
import io.rehydrate.dehydrate.compile.RowOrigin;
import io.rehydrate.dump.DumpId;
import io.rehydrate.dump.Manifest;
import io.rehydrate.plan.PlanFile;
import io.rehydrate.plan.PlanResolver;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.scan.Finding;
import io.rehydrate.scan.Kind;
import io.rehydrate.scan.ScanResult;
import io.rehydrate.schema.TableName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpReportTest {
  private static final String HOSTILE = "<script>alert('1')</script>&\"\u202E\u0007";

  @TempDir Path folder;

  private static ScanResult nothing() {
    return new ScanResult(1241, 7, List.of(), List.of(), Map.of());
  }

  private String report() throws Exception {
    return report(nothing());
  }

  private String report(ScanResult scan) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("plan.yaml"),
            """
            version: 1
            unlisted: { tables: truncate, columns: keep }
            core: { orders: {} }
            relations: [lines.order_id -> orders.id]
            """);
    ResolvedPlan plan =
        PlanResolver.check(
            PlanFile.read(file),
            aCatalog(
                aTableWithId("orders"),
                aTableWithId("lines").column("order_id", "int"),
                aTableWithId(HOSTILE)),
            (mask, table, column) -> Optional.empty());
    Map<String, Manifest.TableEntry> tables = new LinkedHashMap<>();
    tables.put("orders", new Manifest.TableEntry(1234, 56789, "core", List.of(HOSTILE), List.of()));
    tables.put("lines", new Manifest.TableEntry(7, 8, "follow", List.of(), List.of()));
    tables.put(HOSTILE, new Manifest.TableEntry(0, 9, "truncate", List.of(), List.of()));
    Manifest.FileEntry file0 = new Manifest.FileEntry("x", 1, "0".repeat(64));
    Manifest manifest =
        new Manifest(
            new DumpId("20261122T020000Z"),
            Instant.parse("2026-11-22T02:00:00Z"),
            Instant.parse("2026-11-22T02:10:00Z"),
            new Manifest.Source(
                "server", HOSTILE, Optional.empty(), Optional.of("no <i>newer</i>")),
            "11.4.5-MariaDB",
            "ab".repeat(32),
            "0.1.0",
            Map.of(
                "shop", new Manifest.SchemaEntry("utf8mb4", "utf8mb4_bin", file0, file0, tables)),
            List.of(new Manifest.RelationEntry("lines.order_id -> orders.id when a < 'b'", 3, 0)),
            new LinkedHashMap<>(Map.of("dehydrate", 12.345)));
    return DumpReport.of(
        manifest,
        plan,
        new DehydrationResult(
            Map.of(),
            Map.of(),
            List.of(),
            Map.of(),
            BrokenChecks.none(),
            1200,
            2,
            Map.of(
                new TableName("shop", "orders"),
                List.of(
                    new RowOrigin("inside the window of 13 months", 1200),
                    new RowOrigin("brought along by orders.renewal_of -> orders.id", 90),
                    new RowOrigin("went: a reference of theirs can't hold", 71),
                    new RowOrigin("added by 'also'", 4))),
            Map.of("rewrite", 9.0)),
        scan,
        List.of("too much of " + HOSTILE));
  }

  @Test
  void it_says_what_stayed_and_why() throws Exception {
    assertThat(report())
        .contains("<td>shop.orders</td><td>core</td><td class=\"number\">56,789</td>")
        .contains("<td class=\"number\">1,234</td><td>1,200 inside the window of 13 months")
        .contains("<td>7 follow by lines.order_id -&gt; orders.id</td>")
        .contains("<p>too much of &lt;script")
        .contains("1,241 of 56,806")
        .contains(
            "1,200 were chosen for themselves, 2 of these went, since a reference of theirs"
                + " can&#39;t hold; 1,234 stay")
        .contains(
            "when a &lt; &#39;b&#39;</td><td class=\"number\">3</td><td class=\"number\">0</td>")
        .contains("<td>dehydrate</td><td class=\"number\">12.3</td>")
        .contains("<td>– rewrite</td><td class=\"number\">9.0</td>");
  }

  @Test
  void the_ways_in_less_what_went_are_the_rows_that_stay() throws Exception {
    assertThat(report())
        .contains("1,200 inside the window of 13 months<br>90 brought along by")
        .contains("<br>4 added by &#39;also&#39;<br>60 went: a reference");
  }

  @Test
  void it_says_that_the_scan_found_nothing() throws Exception {
    assertThat(report())
        .contains("1,241 rows were read again, and 7 columns looked at. Nothing was found");
  }

  @Test
  void it_says_what_the_scan_saw_and_which_of_it_holds_the_dump() throws Exception {
    TableName orders = new TableName("shop", "orders");

    assertThat(
            report(
                new ScanResult(
                    9,
                    2,
                    List.of(new Finding(orders, "mail", Kind.EMAIL, 3, 9, true)),
                    List.of(new Finding(orders, "token", Kind.SECRET, 1, 8, false)),
                    Map.of("shop.orders.number", 5L))))
        .contains("The dump is held")
        .contains("<td>shop.orders.mail</td><td>e-mail addresses</td><td class=\"number\">3</td>")
        .contains("<td>shop.orders.token</td><td>keys or tokens</td>")
        .contains("<td>shop.orders.number</td><td class=\"number\">5</td>");
  }

  @Test
  void nothing_of_a_schema_becomes_markup() throws Exception {
    String report = report();

    assertThat(report)
        .contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;\uFFFD\uFFFD")
        .doesNotContainIgnoringCase("<script")
        .doesNotContain("<i>")
        .doesNotContain("\u202E")
        .doesNotContain("\u0007");
  }

  @Test
  void it_needs_nothing_from_elsewhere_and_allows_no_script() throws Exception {
    assertThat(report())
        .startsWith("<!DOCTYPE html>")
        .contains("default-src 'none'")
        .doesNotContain("src=")
        .doesNotContain("href=")
        .doesNotContain("http:")
        .doesNotContain("https:")
        .endsWith("</html>\n");
  }
}
