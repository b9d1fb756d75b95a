package io.rehydrate.doctor;

import io.rehydrate.source.aws.Leftovers;

/** AWS resources of earlier runs that could not be deleted, by the journal. */
record LeftoverChecks(Leftovers leftovers) implements Examination {
  @Override
  public void examine(Findings findings) {
    int left = leftovers.undeleted().size();
    if (left == 0) {
      findings.ok("aws leftovers", "none: what earlier runs made at AWS is deleted");
    } else {
      findings.fail(
          "aws leftovers",
          left + " AWS resources of earlier runs are not deleted (still billed)",
          "Run sweep, or delete them manually: " + String.join("; ", leftovers.commands()));
    }
  }
}
