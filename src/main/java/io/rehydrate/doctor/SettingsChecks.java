package io.rehydrate.doctor;

import io.rehydrate.settings.Settings;

/** What the settings came to: the hour, its zone, and what the environment overrode. */
record SettingsChecks(Settings settings) implements Examination {
  @Override
  public void examine(Findings findings) {
    findings.ok(
        "schedule", settings.nightly().cron() + " in the time zone " + settings.nightly().zone());
    settings.warnings().forEach(warning -> findings.warn("settings", warning, ""));
    findings.ok(
        "environment",
        settings.overriddenByEnvironment().isEmpty()
            ? "no environment variable overrides a setting"
            : "environment variables override "
                + String.join(", ", settings.overriddenByEnvironment()));
  }
}
