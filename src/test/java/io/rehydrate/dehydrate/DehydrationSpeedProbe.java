package io.rehydrate.dehydrate;
import io.rehydrate.demo.*; import io.rehydrate.plan.*; import io.rehydrate.schema.*; import io.rehydrate.server.*; import io.rehydrate.support.*; import io.rehydrate.mask.*;
import java.nio.file.*; import java.sql.*; import java.util.*; import org.junit.jupiter.api.*;
class DehydrationSpeedProbe {
  @Test void probe() throws Exception {
    try (Workbench bench = Workbench.open()) {
      DemoData.fill(TestServers.scratch().root(), bench.schema(), DemoSize.standard(), 7, Workbench.AS_OF.toInstant(), l -> {});
      String yaml = Files.readString(Path.of("examples/insurance/plan.yaml"));
      yaml = yaml.substring(0, yaml.indexOf("\ncolumns:")).replace("version: 1", "").replaceAll("(?s)unlisted:.*?core:", "core:");
      ResolvedPlan plan = Workbench.plan(bench.catalog(), yaml);
      Dehydration d = null;
      Map<String,String> explained = new LinkedHashMap<>();
      bench.explain = explained;
      bench.dehydrate(plan, new Workbench.Workers(2, new Random(1)));
      bench.seconds().entrySet().stream().sorted((a,b)->Double.compare(b.getValue(),a.getValue())).limit(30).forEach(e -> System.out.printf("%6.2f %s%n", e.getValue(), e.getKey()));
      explained.forEach((k,v)->System.out.println(k+"\n"+v));
    }
  }
}
