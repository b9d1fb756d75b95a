package io.rehydrate.exec;

import java.nio.file.Path;

/**
 * A file into which a program's output went.
 *
 * @param table whose rows it holds, as the program quotes its name; empty where a run of the
 *     program has one file
 * @param bytes its length, compressed
 * @param sha256 of the compressed file, hex
 * @param unpackedBytes length of what was compressed
 * @param longestStatement in bytes: what a server has to take as one packet
 */
public record StreamedFile(
    Path path,
    String table,
    long bytes,
    String sha256,
    long unpackedBytes,
    long longestStatement) {}
