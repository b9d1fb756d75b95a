package io.rehydrate.settings;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Reads {@code flyway.*}: what Flyway is given of it, and nothing that has no effect here. */
final class FlywaySettings {
  private static final String PREFIX = "flyway.";
  private static final String PLACEHOLDERS = "flyway.placeholders.";

  private static final Set<String> PASSED_ON =
      Set.of(
          "baselineDescription",
          "baselineOnMigrate",
          "baselineVersion",
          "connectRetries",
          "connectRetriesInterval",
          "encoding",
          "executeInTransaction",
          "group",
          "ignoreMigrationPatterns",
          "installedBy",
          "lockRetryCount",
          "mixed",
          "outOfOrder",
          "placeholderPrefix",
          "placeholderReplacement",
          "placeholderSeparator",
          "placeholderSuffix",
          "repeatableSqlMigrationPrefix",
          "skipDefaultCallbacks",
          "skipExecutingMigrations",
          "sqlMigrationPrefix",
          "sqlMigrationSeparator",
          "sqlMigrationSuffixes",
          "table",
          "target",
          "validateMigrationNaming",
          "validateOnMigrate");

  /** Ours to give: through some of them a script would reach another schema, or another machine. */
  private static final Set<String> OURS =
      Set.of(
          "url",
          "user",
          "password",
          "driver",
          "jdbcproperties",
          "locations",
          "callbacks",
          "callbacklocations",
          "resolvers",
          "skipdefaultresolvers",
          "initsql",
          "schemas",
          "defaultschema",
          "createschemas",
          "cleandisabled",
          "failonmissinglocations",
          "loggers",
          "outputqueryresults",
          "configfiles",
          "workingdirectory");

  private FlywaySettings() {}

  static Map<String, String> read(Reading reading) {
    Map<String, String> found = new TreeMap<>();
    for (String key : reading.values().written()) {
      if (key.startsWith(PREFIX)) {
        read(reading, key, found);
      }
    }
    return found;
  }

  private static void read(Reading reading, String key, Map<String, String> found) {
    String name = key.substring(PREFIX.length());
    if (OURS.contains(name.replaceAll("[-_]|\\..*", "").toLowerCase(Locale.ROOT))) {
      reading.problems().add(key, "is set for every run by itself; take the key out");
    } else if (!PASSED_ON.contains(name) && !key.startsWith(PLACEHOLDERS)) {
      reading
          .problems()
          .add(
              key,
              "there is no such key, or it has no effect here"
                  + NearestName.question(key, known()));
    } else {
      reading
          .values()
          .get(key)
          .filter(value -> isTaken(reading, key, value))
          .ifPresent(value -> found.put(key, value));
    }
  }

  private static List<String> known() {
    return Stream.concat(PASSED_ON.stream(), OURS.stream()).map(name -> PREFIX + name).toList();
  }

  /** Flyway itself says what is wrong with a value, some of it only when it is asked for. */
  private static boolean isTaken(Reading reading, String key, String value) {
    try {
      FluentConfiguration flyway = Flyway.configure().configuration(Map.of(key, value));
      flyway.getTarget();
      flyway.getBaselineVersion();
      flyway.getIgnoreMigrationPatterns();
      flyway.getEncoding();
      return true;
    } catch (FlywayException | IllegalArgumentException e) {
      reading.problems().add(key, value, "Flyway does not take it");
      return false;
    }
  }
}
