package io.rehydrate.source;

import io.rehydrate.schema.Catalog;
import io.rehydrate.server.ServerIdentity;
import io.rehydrate.settings.ServerLogin;
import java.util.Optional;

/**
 * The throw-away copy that a night works on. Its schemas have the source's names.
 *
 * @param sourceIdentity empty where the source was never connected to
 * @param catalog as the source declared it
 * @param identifier of the source, for the manifest
 * @param snapshot that it was restored from, where it was
 */
public record Scratch(
    ServerLogin login,
    ServerIdentity identity,
    Optional<ServerIdentity> sourceIdentity,
    Catalog catalog,
    String identifier,
    Optional<SourceSnapshot> snapshot) {}
