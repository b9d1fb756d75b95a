package io.rehydrate.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much data the demo gets: everything else is in proportion to the number of applications.
 *
 * @param applications at least 100
 */
public record DemoSize(int applications) {
  private static final int SMALLEST = 100;
  private static final int CARRIERS = 6;
  private static final int PRODUCTS = 24;
  private static final int ROWS_PER_HUNDRED_APPLICATIONS = 1526;

  public DemoSize {
    if (applications < SMALLEST) {
      throw new IllegalArgumentException(
          "at least " + SMALLEST + " applications are needed, not " + applications);
    }
  }

  /** Some 305,000 rows. */
  public static DemoSize standard() {
    return new DemoSize(20_000);
  }

  /** The size that gives about so many rows in all. */
  public static DemoSize ofRows(long rows) {
    return new DemoSize(
        Math.toIntExact(Math.max(SMALLEST, rows * 100 / ROWS_PER_HUNDRED_APPLICATIONS)));
  }

  /** Rows in all tables together: an estimate, right to one or two percent. */
  public long estimatedRows() {
    return estimatedRowsByTable().values().stream().mapToLong(Long::longValue).sum();
  }

  /** Rows of each table that is filled: what stands by itself exactly, what depends on it about. */
  public Map<String, Long> estimatedRowsByTable() {
    Map<String, Long> rows = new LinkedHashMap<>();
    rows.put("carriers", (long) CARRIERS);
    rows.put("products", (long) PRODUCTS);
    rows.put("retail_brokers", (long) brokers());
    rows.put("producers", (long) producers());
    rows.put("insureds", (long) insureds());
    rows.put("applications", (long) applications);
    rows.put("application_products", perHundred(120));
    rows.put("ratings", perHundred(200));
    rows.put("documents", perHundred(70));
    rows.put("notes", perHundred(50));
    rows.put("chat_messages", perHundred(250));
    rows.put("application_history", perHundred(300));
    rows.put("audit_log", perHundred(150));
    rows.put("login_log", perHundred(50));
    rows.put("files", perHundred(70));
    rows.put("document_files", perHundred(70));
    rows.put("signatures", perHundred(30));
    rows.put("flyway_schema_history", 1L);
    return rows;
  }

  private long perHundred(int share) {
    return (long) applications * share / 100;
  }

  int products() {
    return PRODUCTS;
  }

  int brokers() {
    return Math.max(10, applications / 400);
  }

  int producers() {
    return Math.max(20, applications / 40);
  }

  int insureds() {
    return applications / 10 * 6;
  }

  /** Applications in a year: a renewal renews the application so many numbers before its own. */
  int year() {
    return applications / 4;
  }
}
