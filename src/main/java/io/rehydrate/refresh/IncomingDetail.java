package io.rehydrate.refresh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.schema.StoredObject;
import java.util.List;

/**
 * What the journal knows of a refresh's schemas: enough to put the target back as it was, or to
 * finish, whatever became of the process.
 *
 * @param exchanging whether live objects may have been touched; from then on the place of the
 *     exchange table decides
 * @param old the live schemas' triggers, which must give way to the exchange
 * @param fresh what comes with the new tables: routines, views, triggers, events
 */
record IncomingDetail(
    List<SchemaTrio> schemas, boolean exchanging, List<Triggers> old, List<Objects> fresh) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Of one live schema, in the order in which they fire; their definers are in the texts. */
  record Triggers(String schema, List<StoredObject> triggers) {}

  /** Of one live schema, with the character set and collation that it shall have. */
  record Objects(
      String schema, String characterSet, String collation, List<StoredObject> objects) {}

  static IncomingDetail loading(List<SchemaTrio> schemas) {
    return new IncomingDetail(schemas, false, List.of(), List.of());
  }

  String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static IncomingDetail parse(String json) {
    try {
      return JSON.readValue(json, IncomingDetail.class);
    } catch (JsonProcessingException e) {
      throw new StageFailedException(
          "journal.unreadable",
          "The journal's entry of a refresh's schemas can't be read",
          "It was written by another version: use that one for 'sweep', or drop the __incoming and"
              + " __outgoing schemas by hand",
          e);
    }
  }
}
