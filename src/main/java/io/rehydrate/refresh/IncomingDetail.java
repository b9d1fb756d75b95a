package io.rehydrate.refresh;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.schema.StoredObject;
import java.util.List;
import java.util.Optional;

/**
 * What the journal knows of a refresh's schemas: enough to put the target back as it was, or to
 * finish, whatever became of the process.
 *
 * @param exchanging whether live objects may have been touched; from then on the place of the
 *     exchange table decides
 * @param old the live schemas' triggers, which must give way to the exchange
 * @param fresh what comes with the new tables: routines, views, triggers, events
 * @param server that the schemas are on; empty in what an older version wrote
 * @param mark that the server bears; empty where it bears none
 * @param holds what the target holds once the exchange has happened
 * @param kept how live tables were whose rows have been put back
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record IncomingDetail(
    List<SchemaSwapNames> schemas,
    boolean exchanging,
    List<Triggers> old,
    List<Objects> fresh,
    String server,
    String mark,
    TargetHolds holds,
    List<KeptMark> kept) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  IncomingDetail {
    server = server == null ? "" : server;
    mark = mark == null ? "" : mark;
    kept = kept == null ? List.of() : List.copyOf(kept);
  }

  /** Of one live schema, in the order in which they fire; their definers are in the texts. */
  record Triggers(String schema, List<StoredObject> triggers) {}

  /**
   * Of one live schema, with the character set and collation that it shall have.
   *
   * @param stubs functions without a body, which stand for the real ones while views are made: a
   *     server may call a function when it makes a view
   */
  record Objects(
      String schema,
      String characterSet,
      String collation,
      List<StoredObject> objects,
      List<String> stubs) {
    Objects {
      stubs = stubs == null ? List.of() : List.copyOf(stubs);
    }
  }

  static IncomingDetail loading(List<SchemaSwapNames> schemas, AdmittedServer server) {
    return new IncomingDetail(
        schemas,
        false,
        List.of(),
        List.of(),
        server.server().value(),
        server.mark().orElse(""),
        null,
        List.of());
  }

  IncomingDetail exchanging(List<Triggers> live, List<Objects> coming, TargetHolds then) {
    return new IncomingDetail(schemas, true, live, coming, server, mark, then, kept);
  }

  IncomingDetail keeping(List<KeptMark> marks) {
    return new IncomingDetail(schemas, exchanging, old, fresh, server, mark, holds, marks);
  }

  /** What the target holds once the exchange has happened, where that was written down. */
  Optional<TargetHolds> held() {
    return Optional.ofNullable(holds);
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
          ErrorCode.JOURNAL_UNREADABLE,
          "The journal's entry of a refresh's schemas can't be read",
          "It was written by another version: use that one for 'sweep', or drop the __incoming and"
              + " __outgoing schemas by hand",
          e);
    }
  }
}
