package io.rehydrate.refresh;

import io.rehydrate.run.RunId;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import io.rehydrate.settings.Settings.Target;
import java.util.List;

/**
 * The schemas next to the live ones that a run is filling.
 *
 * @param resource their entry in the journal
 * @param server that they are on
 */
public record StagingSchemas(
    RunId run, long resource, Target target, List<SchemaSwapNames> schemas, AdmittedServer server) {
  /** Says that a schema is a refresh's. */
  static final String OWNER_TABLE = RunMarker.TABLE;

  /** Moves with the tables, so that where it lies reports whether the exchange has happened. */
  static final String EXCHANGE_TABLE = "__rehydrate_exchange";

  /** The first schema: where migrations and the script after them run. */
  public SchemaSwapNames first() {
    return schemas.get(0);
  }

  /** The account that loads, with this incoming schema as its default. */
  public ServerLogin loadLogin(SchemaSwapNames schema) {
    ServerUrl url = target.login().url();
    return target.login().withUrl(url.withSchema(schema.incoming()));
  }
}
