package io.rehydrate.source;

import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.TableName;
import io.rehydrate.server.ServerIdentity;
import io.rehydrate.settings.ServerLogin;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The throw-away copy that a night works on. Its schemas have the source's names.
 *
 * @param sourceIdentity empty where the source was never connected to
 * @param catalog as the source declared it
 * @param identifier of the source, for the manifest
 * @param snapshot that it was restored from, where it was
 * @param rows that a table has, where that was counted on the way
 * @param lost values that the copy could not carry, in words, by table
 */
public record Scratch(
    ServerLogin login,
    ServerIdentity identity,
    Optional<ServerIdentity> sourceIdentity,
    Catalog catalog,
    String identifier,
    Optional<SourceSnapshot> snapshot,
    Map<TableName, Long> rows,
    List<String> lost) {
  public Scratch {
    rows = Map.copyOf(rows);
    lost = List.copyOf(lost);
  }

  /** One in which nothing is lost. */
  public Scratch(
      ServerLogin login,
      ServerIdentity identity,
      Optional<ServerIdentity> sourceIdentity,
      Catalog catalog,
      String identifier,
      Optional<SourceSnapshot> snapshot,
      Map<TableName, Long> rows) {
    this(login, identity, sourceIdentity, catalog, identifier, snapshot, rows, List.of());
  }
}
