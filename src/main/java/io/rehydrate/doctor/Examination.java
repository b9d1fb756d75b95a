package io.rehydrate.doctor;

/** Looks at one thing and says what it finds; whatever it throws becomes a finding too. */
@FunctionalInterface
interface Examination {
  void examine(Findings findings) throws Exception;
}
