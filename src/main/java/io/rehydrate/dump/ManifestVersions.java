package io.rehydrate.dump;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Adds to a manifest of an earlier version what that did not write yet. */
final class ManifestVersions {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ManifestVersions() {}

  /** Changes the tree; a value that is there, sound or not, stays. */
  static ObjectNode completed(ObjectNode manifest) {
    add(manifest, "attachments", NODES.arrayNode());
    add(
        manifest,
        "restored",
        NODES.objectNode().put("how", "hashes").put("serverVersion", "").put("seconds", 0.0));
    files(manifest.get("attachments"));
    if (manifest.get("schemas") instanceof ObjectNode schemas) {
      schemas.forEach(ManifestVersions::schema);
    }
    return manifest;
  }

  private static void schema(JsonNode node) {
    if (node instanceof ObjectNode schema) {
      add(schema, "leftOut", NODES.arrayNode());
      file(schema.get("definitions"));
      file(schema.get("after"));
      if (schema.get("tables") instanceof ObjectNode tables) {
        tables.forEach(ManifestVersions::table);
      }
    }
  }

  private static void table(JsonNode node) {
    if (node instanceof ObjectNode table) {
      add(table, "largestRow", NODES.numberNode(Manifest.UNKNOWN));
      files(table.get("files"));
    }
  }

  private static void files(JsonNode node) {
    if (node instanceof ArrayNode files) {
      files.forEach(ManifestVersions::file);
    }
  }

  private static void file(JsonNode node) {
    if (node instanceof ObjectNode file) {
      add(file, "unpackedBytes", NODES.numberNode(Manifest.UNKNOWN));
    }
  }

  private static void add(ObjectNode to, String name, JsonNode value) {
    if (!to.has(name)) {
      to.set(name, value);
    }
  }
}
