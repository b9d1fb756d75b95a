package io.rehydrate.doctor;

import io.rehydrate.mask.MaskKey;
import io.rehydrate.settings.Settings;

/** The secret that keys the masks. */
record MaskKeyChecks(Settings settings) implements Examination {
  @Override
  public void examine(Findings findings) {
    if (settings.maskKeyFile().isEmpty()) {
      findings.warn(
          "mask key",
          "mask.key-file is not set; a plan that masks is refused",
          "Make one: (umask 077; head -c 32 /dev/urandom > mask.key)");
      return;
    }
    MaskKey.read(settings.maskKeyFile().get());
    findings.ok("mask key", settings.maskKeyFile().get() + ", for this account alone");
  }
}
