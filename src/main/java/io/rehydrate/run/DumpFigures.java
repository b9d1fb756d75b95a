package io.rehydrate.run;

/**
 * How large a dump was when its night published it; known longer than the dump is kept.
 *
 * @param rowsBefore rows of the source
 * @param bytes of its files, compressed
 */
public record DumpFigures(String dump, long rows, long rowsBefore, long bytes) {}
