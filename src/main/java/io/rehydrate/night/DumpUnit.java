package io.rehydrate.night;

/** What a route may hand to the dump program: a part, or a single file, as earlier routes do. */
public sealed interface DumpUnit permits DumpFile, DumpPart {
  /** What one run of the program writes of it. */
  DumpPart part();
}
