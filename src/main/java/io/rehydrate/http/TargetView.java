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
 * @param protection against the refreshes of everybody but one; empty: it has none
 */
public record TargetView(
    String name,
    String address,
    Map<String, String> schemas,
    List<String> owners,
    boolean admitted,
    Optional<HoldsView> holds,
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
   * @param protections by target
   */
  public static TargetView of(
      Settings.Target target,
      Admissions admissions,
      TargetContents contents,
      Map<String, Protection> protections) {
    return new TargetView(
        target.name().value(),
        target.login().url().address(),
        target.schemas(),
        target.owners().stream().sorted().toList(),
        admissions.admitted(target.name()).isPresent(),
        contents.of(target.name()).map(HoldsView::of),
        Optional.ofNullable(protections.get(target.name().value())).map(ProtectionView::of));
  }
}
