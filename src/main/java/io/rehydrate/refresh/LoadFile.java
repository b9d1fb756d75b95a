package io.rehydrate.refresh;

import io.rehydrate.dump.Manifest.FileEntry;
import io.rehydrate.settings.ServerLogin;
import java.nio.file.Path;

/**
 * A file of a dump, and where the client program loads it.
 *
 * @param login the account that loads; its URL names the incoming schema
 * @param dump the dump's folder
 * @param file in that folder, compressed by zstd
 * @param entry what the manifest says of it: to be compared right before it is loaded
 */
public record LoadFile(ServerLogin login, Path dump, Path file, FileEntry entry) {}
