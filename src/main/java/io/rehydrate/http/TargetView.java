package io.rehydrate.http;

import io.rehydrate.refresh.Admissions;
import io.rehydrate.refresh.TargetContents;
import io.rehydrate.refresh.TargetHolds;
import io.rehydrate.run.Protection;
import io.rehydrate.settings.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A target as the API tells it: nothing of its accounts.
 *
 * @param schemas source schema to the schema that is replaced
 * @param owners empty: everyone
 * @param holds what its last refresh brought; empty where none of ours ever did
 * @param admitted whether it may be refreshed; a clone always may
 * @param mode {@code swap} or {@code in-place}: whether it keeps its tables until the new ones are
 *     complete; or {@code clone}: it is a copy of blocks
 * @param unusable the refresh that dropped its tables and has not brought new ones; empty: it has
 *     tables
 * @param protection against the refreshes of everybody but one; empty: it has none
 */
public record TargetView(
    String name,
    String address,
    Map<String, String> schemas,
    List<String> owners,
    boolean admitted,
    String mode,
    Optional<HoldsView> holds,
    Optional<UnusableView> unusable,
    Optional<ProtectionView> protection) {

  /**
   * What a target holds since its last refresh.
   *
   * @param ref empty: no migrations ran
   * @param commit that the ref stood for
   * @param at when the tables were exchanged
   * @param by who asked for it
   */
  public record HoldsView(
      String dump,
      Optional<String> ref,
      Optional<String> commit,
      Instant at,
      String by,
      String run) {

    static HoldsView of(TargetHolds holds) {
      return new HoldsView(
          holds.dump(),
          Optional.of(holds.ref()).filter(ref -> !ref.isEmpty()),
          Optional.of(holds.commit()).filter(commit -> !commit.isEmpty()),
          holds.at(),
          holds.by(),
          holds.run());
    }
  }

  /**
   * A refresh in place that is at work, or has failed: the target has no tables.
   *
   * @param since when they were dropped
   * @param next what to do
   */
  public record UnusableView(Instant since, String by, String run, String next) {

    static UnusableView of(TargetHolds expected) {
      return new UnusableView(
          expected.at(),
          expected.by(),
          expected.run(),
          "See the run " + expected.run() + "; if it has ended, refresh the target again");
    }
  }

  /**
   * Who protects a target.
   *
   * @param by who may still refresh it
   */
  public record ProtectionView(String by, Instant since, Instant until, String why) {

    static ProtectionView of(Protection protection) {
      return new ProtectionView(
          protection.by().name(), protection.since(), protection.until(), protection.why());
    }
  }

  /**
   * @param inPlace as the settings have it
   * @param protections by target
   */
  public static TargetView of(
      Settings.Target target,
      boolean inPlace,
      Admissions admissions,
      TargetContents contents,
      Map<String, Protection> protections) {
    Optional<UnusableView> unusable = contents.emptied(target.name()).map(UnusableView::of);
    return new TargetView(
        target.name().value(),
        target.login().url().address(),
        target.schemas(),
        target.owners().stream().sorted().toList(),
        target.isClone() || admissions.admitted(target.name()).isPresent(),
        target.isClone() ? "clone" : inPlace ? "in-place" : "swap",
        contents.of(target.name()).filter(holds -> unusable.isEmpty()).map(HoldsView::of),
        unusable,
        Optional.ofNullable(protections.get(target.name().value())).map(ProtectionView::of));
  }
}
