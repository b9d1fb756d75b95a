package io.rehydrate.dehydrate;

import io.rehydrate.plan.KeptRows;
import io.rehydrate.run.Progress;
import io.rehydrate.schema.TableName;
import io.rehydrate.source.SharedMoment;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Loads the rows that stay from the source, in sessions that hold what the masks need. */
final class KeptRowLoader {
  private final SharedMoment moment;
  private final ScratchSessions.Preparation preparation;
  private final String helperSchema;
  private final ZoneOffset offset;

  /**
   * @param preparation of any session of this work on the scratch
   * @param offset of the time zone of this work
   */
  KeptRowLoader(
      SharedMoment moment,
      ScratchSessions.Preparation preparation,
      String helperSchema,
      ZoneOffset offset) {
    this.moment = moment;
    this.preparation = preparation;
    this.helperSchema = helperSchema;
    this.offset = offset;
  }

  /**
   * @param keyTables how many copies of the table of keys a statement takes at most
   * @return how many rows each table got
   */
  Map<TableName, Long> load(List<KeptRows> rows, int keyTables, Progress progress) {
    return moment.load(
        rows,
        ScratchSessions.offset(offset),
        session -> {
          preparation.prepare(session);
          MaskSession.copies(session, helperSchema, keyTables);
        },
        progress);
  }
}
