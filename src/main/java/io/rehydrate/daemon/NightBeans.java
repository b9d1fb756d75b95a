package io.rehydrate.daemon;

import io.rehydrate.dehydrate.Dehydrator;
import io.rehydrate.dehydrate.compile.SecondPass;
import io.rehydrate.night.DehydrateSteps;
import io.rehydrate.night.PlanLoader;
import io.rehydrate.night.PlanSteps;
import io.rehydrate.night.ScratchSteps;
import io.rehydrate.night.StatementRetry;
import io.rehydrate.run.Runs;
import io.rehydrate.source.PreparedScratch;
import io.rehydrate.source.ScratchSchema;
import io.rehydrate.source.ServerSource;
import java.util.Map;

/** The beans of the routes that acquire a scratch without AWS, and of those that dehydrate it. */
final class NightBeans {
  private NightBeans() {}

  static void add(
      Map<String, Object> byName,
      DumpBeans.Parts parts,
      PlanLoader plans,
      Runs runs,
      WorkerPools pools) {
    int workers = parts.settings().tools().dumpWorkers();
    ScratchSteps scratches =
        new ScratchSteps(
            new ServerSource(
                parts.settings(),
                parts.installation(),
                parts.journal(),
                runs::live,
                SecondPass::firstPass),
            new PreparedScratch(parts.settings(), parts.installation()));
    byName.put("livePlan", new PlanSteps(plans));
    byName.put("serverSource", scratches);
    byName.put("restoredSource", scratches);
    byName.put(
        "dehydrator",
        new DehydrateSteps(
            new Dehydrator(
                parts.settings(),
                new ScratchSchema(parts.installation()),
                parts.journal(),
                pools.add("counts", workers))));
    byName.put("statementRetry", new StatementRetry());
    byName.put("statementWorkers", pools.add("statements", workers));
  }
}
