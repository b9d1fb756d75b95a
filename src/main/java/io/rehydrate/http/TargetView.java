package io.rehydrate.http;

import io.rehydrate.settings.Settings;
import java.util.List;
import java.util.Map;

/**
 * A target as the API tells it: nothing of its accounts.
 *
 * @param schemas source schema to the schema that is replaced
 * @param owners empty: everyone
 */
public record TargetView(
    String name,
    String address,
    Map<String, String> schemas,
    List<String> owners,
    boolean admitted) {

  public static TargetView of(Settings.Target target, boolean admitted) {
    return new TargetView(
        target.name().value(),
        target.login().url().address(),
        target.schemas(),
        target.owners().stream().sorted().toList(),
        admitted);
  }
}
