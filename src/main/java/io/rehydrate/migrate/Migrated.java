package io.rehydrate.migrate;

import java.util.List;
import java.util.Optional;

/**
 * What a run of migrations did.
 *
 * @param applied the files that ran, in order
 * @param version the schema's version afterwards
 */
public record Migrated(List<String> applied, Optional<String> version) {}
