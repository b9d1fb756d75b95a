package io.rehydrate.refresh;

import java.util.List;

/**
 * Statements that wait until the rows are loaded.
 *
 * @param indexes may run in parallel: each is one table's
 * @param foreignKeys one after another, with checks off, when all indexes are there
 */
public record DeferredDdl(List<String> indexes, List<String> foreignKeys) {}
