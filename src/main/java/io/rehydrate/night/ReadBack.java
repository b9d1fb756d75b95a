package io.rehydrate.night;

import static io.rehydrate.night.NightPart.DEHYDRATED;
import static io.rehydrate.night.NightPart.DEHYDRATION;
import static io.rehydrate.night.NightPart.DUMP;
import static io.rehydrate.night.NightPart.FINDINGS;
import static io.rehydrate.night.NightPart.PLAN;
import static io.rehydrate.night.NightPart.SCAN;
import static io.rehydrate.night.NightPart.SCRATCH;

import io.rehydrate.dehydrate.DehydrationResult;
import io.rehydrate.dump.PackedFile;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mask.MaskKey;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Progress;
import io.rehydrate.scan.DefinitionScan;
import io.rehydrate.scan.DumpScan;
import io.rehydrate.scan.Finding;
import io.rehydrate.scan.KnownNames;
import io.rehydrate.scan.ScanResult;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.Settings;
import io.rehydrate.source.Scratch;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/** What the read-back route calls: looks through the dump's own files for what is a person's. */
public final class ReadBack {
  /** How Connector/J is asked to keep no result in memory. */
  private static final int ROW_BY_ROW = Integer.MIN_VALUE;

  /** As progress names it. */
  private static final String WORK = "scan";

  private final Settings settings;

  public ReadBack(Settings settings) {
    this.settings = settings;
  }

  /**
   * What is looked for, by the plan and by the names that were masked; definitions, which come
   * along as they are, are reported.
   *
   * @throws StageFailedException {@code dump.unread}: the fingerprints of names can't be read
   */
  @NightStep(
      needs = {SCRATCH, PLAN, DEHYDRATION},
      gives = SCAN)
  public DumpScan begin(Exchange exchange) {
    Night night = Night.of(exchange);
    ActiveRun run = night.run();
    ResolvedPlan plan = night.plan();
    DefinitionScan.of(plan.catalog())
        .forEach(
            suspect ->
                run.log()
                    .info(
                        "the definition of "
                            + suspect.where()
                            + " may hold "
                            + suspect.kind().words()));
    KnownNames names = knownNames(run, night.scratch(), night.dehydration().namePrints());
    return night.give(exchange, SCAN, new DumpScan(plan, names));
  }

  private KnownNames knownNames(ActiveRun run, Scratch scratch, List<TableName> tables) {
    if (tables.isEmpty()) {
      return KnownNames.none();
    }
    KnownNames names = KnownNames.under(MaskKey.read(settings.maskKeyFile().orElseThrow()));
    try (Connection session = scratch.open();
        Statement statement = session.createStatement()) {
      statement.setFetchSize(ROW_BY_ROW);
      for (TableName table : tables) {
        run.requireNotCancelled();
        try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table.quoted())) {
          int columns = rows.getMetaData().getColumnCount();
          while (rows.next()) {
            for (int i = 2; i <= columns; i++) {
              long print = rows.getLong(i);
              if (!rows.wasNull()) {
                names.add(print);
              }
            }
          }
        }
      }
    } catch (SQLException e) {
      throw new StageFailedException(
          ErrorCode.DUMP_UNREAD,
          "The fingerprints of the masked names can't be read: " + SqlErrors.describe(e),
          "Look at the scratch server",
          e);
    }
    return names;
  }

  /** What is read, file by file. */
  @NightStep(needs = DUMP)
  public List<DumpFile> files(Exchange exchange) {
    return Night.of(exchange).dump().files();
  }

  /**
   * Looks through one file.
   *
   * @throws StageFailedException {@code dump.misread}: what is not understood is not published
   */
  @NightStep(needs = {DUMP, SCAN})
  public void read(@Body DumpFile file, Exchange exchange) {
    Night night = Night.of(exchange);
    ActiveRun run = night.run();
    DumpWork work = night.dump();
    Optional<TableName> table = file.table();
    if (table.isEmpty()) {
      return;
    }
    run.progress().ensure(WORK, Progress.BYTES, work.rowBytes());
    try (InputStream sql =
        new Cancellable(
            PackedFile.open(
                work.staging().folder(), work.entry(file.name()), run.progress().counter(WORK)),
            run)) {
      night.scan().read(table.get(), sql);
    } catch (IOException e) {
      throw misread(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Proves that every row was looked at, and reports what was found.
   *
   * @throws StageFailedException {@code dump.misread}
   */
  @NightStep(
      needs = {SCAN, DEHYDRATED},
      gives = FINDINGS)
  public List<Finding> complete(Exchange exchange) {
    Night night = Night.of(exchange);
    requireAllRead(night.scan(), night.dehydrated());
    return night.give(exchange, FINDINGS, found(night.run(), night.scan().result()));
  }

  private static void requireAllRead(DumpScan scan, DehydrationResult dehydrated) {
    for (Map.Entry<TableName, Long> table : dehydrated.rows().entrySet()) {
      long read = scan.rows(table.getKey());
      if (read != table.getValue()) {
        throw misread(
            table.getKey() + ": " + read + " rows read, of " + table.getValue() + " written", null);
      }
    }
  }

  private static List<Finding> found(ActiveRun run, ScanResult result) {
    result.held().forEach(finding -> run.log().info("found " + finding));
    result
        .passedOver()
        .forEach(
            finding ->
                run.log()
                    .info(
                        "seen "
                            + finding
                            + " of "
                            + finding.of()
                            + ", as chance or business data gives; the dump is not held for it"));
    run.log()
        .info(
            "scanned "
                + result.rows()
                + " rows, "
                + result.columns()
                + " columns: "
                + (result.held().isEmpty() ? "no personal data found" : "the dump will be held"));
    return result.held();
  }

  private static StageFailedException misread(String what, Throwable cause) {
    return new StageFailedException(
        ErrorCode.DUMP_MISREAD,
        "The dump can't be looked through before it is published: " + what,
        "The dump program may be of a version that writes otherwise; please report it",
        cause);
  }

  /** Ends a long file's reading when the run is cancelled. */
  private static final class Cancellable extends FilterInputStream {
    private final ActiveRun run;

    Cancellable(InputStream in, ActiveRun run) {
      super(in);
      this.run = run;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      run.requireNotCancelled();
      return super.read(bytes, offset, length);
    }
  }
}
