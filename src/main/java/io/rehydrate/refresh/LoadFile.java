package io.rehydrate.refresh;

import io.rehydrate.settings.ServerLogin;
import java.nio.file.Path;

/**
 * A file of a dump, and where the client program loads it.
 *
 * @param login the account that loads; its URL names the incoming schema
 * @param file compressed by zstd
 * @param name as the manifest has it, for messages
 * @param bytes of the compressed file
 * @param sha256 of the compressed file, hex, as the manifest has it
 */
public record LoadFile(ServerLogin login, Path file, String name, long bytes, String sha256) {}
