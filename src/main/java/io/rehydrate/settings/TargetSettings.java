package io.rehydrate.settings;

import io.rehydrate.error.InvalidException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads {@code target.<t>.*}. */
final class TargetSettings {
  private final Reading reading;
  private final Settings.Source source;
  private final Optional<Set<String>> users;
  private final ClonedTargets cloned;
  private final Map<String, String> replacedBy = new HashMap<>();

  private TargetSettings(
      Reading reading,
      Settings.Source source,
      Optional<Set<String>> users,
      Optional<Cloning> clones) {
    this.users = users;
    this.cloned = new ClonedTargets(reading, clones);
    this.reading = reading;
    this.source = source;
  }

  /**
   * @param users who may be an owner; empty: anybody
   * @param clones empty: there are none
   */
  static Map<TargetName, Settings.Target> read(
      Reading reading,
      Settings.Source source,
      Optional<Set<String>> users,
      Optional<Cloning> clones) {
    TargetSettings targets = new TargetSettings(reading, source, users, clones);
    Map<TargetName, Settings.Target> found = new TreeMap<>();
    for (String name : names(reading)) {
      try {
        TargetName targetName = new TargetName(name);
        targets.target(targetName).ifPresent(target -> found.put(targetName, target));
      } catch (IllegalArgumentException e) {
        reading.problems().add("target." + name, e.getMessage());
      }
    }
    return found;
  }

  private static Set<String> names(Reading reading) {
    Set<String> names = new TreeSet<>();
    for (String key : reading.values().written()) {
      String[] parts = key.split("\\.", 3);
      if (KnownKeys.isOfTarget(key) && parts.length == 3) {
        names.add(parts[1]);
      }
    }
    return names;
  }

  private Optional<Settings.Target> target(TargetName name) {
    String prefix = "target." + name + ".";
    reading.required(prefix + "url", ServerSettings.URL_FORM);
    Optional<ServerUrl> url = reading.trustedUrl(prefix);
    Optional<ServerLogin> login =
        ServerSettings.login(reading, url, prefix + "username", prefix + "password");
    Optional<ServerLogin> migration = Optional.empty();
    if (hasMigrationLogin(prefix)) {
      migration =
          ServerSettings.login(
              reading, url, prefix + "migration-username", prefix + "migration-password");
    }
    reading
        .path(prefix + "after")
        .filter(file -> !Files.isRegularFile(file))
        .ifPresent(
            file ->
                reading.problems().add(prefix + "after", file.toString(), "there is no such file"));
    Map<String, String> schemas = url.map(u -> schemas(prefix, u)).orElse(Map.of());
    Optional<ServerLogin> migrationLogin = migration;
    Set<String> owners = owners(prefix + "owners");
    Map<String, String> values = values(prefix);
    List<TablePattern> keep = keep(prefix + "keep-tables");
    return login
        .map(
            l ->
                new Settings.Target(
                    name,
                    l,
                    schemas,
                    owners,
                    values,
                    reading.path(prefix + "after"),
                    migrationLogin,
                    keep,
                    cloned.isClone(prefix)))
        .map(target -> checked(target, prefix));
  }

  private Settings.Target checked(Settings.Target target, String prefix) {
    try {
      target
          .after()
          .filter(Files::isRegularFile)
          .ifPresent(file -> new TargetScript(file, target.name(), target.values()).bytes());
    } catch (InvalidException e) {
      reading.problems().add(prefix + "after", e.getMessage() + "; " + e.hint());
    }
    if (target.isClone()) {
      cloned.check(target, prefix);
    }
    return target;
  }

  /** What the script after the migrations may name. */
  private Map<String, String> values(String prefix) {
    Map<String, String> values = new TreeMap<>();
    for (String key : reading.values().written()) {
      if (key.startsWith(prefix + KnownKeys.VALUE)) {
        String name = key.substring((prefix + KnownKeys.VALUE).length());
        if (TargetScript.isName(name)) {
          values.put(name, reading.values().get(key).orElse(""));
        } else {
          reading.problems().add(key, "a value's name is 1 to 40 of a-z, 0-9 and '-'");
        }
      }
    }
    if (!values.isEmpty() && !reading.values().isGiven(prefix + "after")) {
      reading
          .problems()
          .add(
              prefix + KnownKeys.VALUE + values.keySet().iterator().next(),
              "has no effect without " + prefix + "after");
    }
    return values;
  }

  /** Names and patterns of the target's own tables. */
  private List<TablePattern> keep(String key) {
    List<TablePattern> patterns = new ArrayList<>();
    for (String written : reading.list(key)) {
      Optional<TablePattern> pattern = TablePattern.parse(written);
      if (pattern.isEmpty()) {
        reading
            .problems()
            .add(
                key,
                written,
                "write table or schema.table, with * as in the plan, separated by commas");
      }
      pattern.ifPresent(patterns::add);
    }
    if (reading.values().isGiven(key) && patterns.isEmpty() && reading.list(key).isEmpty()) {
      reading.problems().add(key, "names no table; take it out where no rows are to be kept");
    }
    return patterns;
  }

  /** Users that exist; as long as there are none, any that could. */
  private Set<String> owners(String key) {
    List<String> names = reading.list(key);
    for (String name : names) {
      if (!User.isName(name)) {
        reading.problems().add(key, name, "is not a user's name; write " + User.NAME_FORM);
      } else if (users.filter(known -> !known.contains(name)).isPresent()) {
        reading
            .problems()
            .add(key, name, "there is no such user" + NearestName.question(name, users.get()));
      }
    }
    if (reading.values().isGiven(key) && names.isEmpty()) {
      reading.problems().add(key, "names nobody; take it out where every developer may refresh it");
    }
    return Set.copyOf(names);
  }

  private boolean hasMigrationLogin(String prefix) {
    return List.of("migration-username", "migration-password", "migration-password-file").stream()
        .anyMatch(key -> reading.values().isGiven(prefix + key));
  }

  private Map<String, String> schemas(String prefix, ServerUrl url) {
    Map<String, String> schemas = new LinkedHashMap<>();
    List<String> pairs = reading.list(prefix + "schemas");
    if (!pairs.isEmpty()) {
      pairs.forEach(pair -> addPair(prefix + "schemas", pair, schemas));
    } else if (url.schema().isEmpty()) {
      reading
          .problems()
          .add(prefix + "url", url.toString(), "names no schema; append /schema to it");
    } else if (source.schemas().size() > 1) {
      reading
          .problems()
          .add(
              prefix + "schemas",
              "is missing; the source has several schemas: write "
                  + source.schemas().get(0)
                  + "="
                  + url.schema().get()
                  + ",...");
    } else {
      source.schemas().forEach(schema -> schemas.put(schema, url.schema().get()));
      checkReplaced(prefix + "url", url.schema().get());
    }
    schemas.values().forEach(schema -> takeOnce(prefix, url, schema));
    return schemas;
  }

  private void addPair(String key, String pair, Map<String, String> schemas) {
    String[] sides = pair.split("=", -1);
    if (sides.length != 2 || sides[0].isBlank() || sides[1].isBlank()) {
      reading.problems().add(key, pair, "write pairs as sourceschema=targetschema");
      return;
    }
    String from = sides[0].strip();
    if (!source.schemas().isEmpty() && !source.schemas().contains(from)) {
      reading
          .problems()
          .add(
              key,
              pair,
              "'"
                  + from
                  + "' is not one of source.schemas"
                  + NearestName.question(from, source.schemas()));
    }
    checkReplaced(key, sides[1].strip());
    if (schemas.put(from, sides[1].strip()) != null) {
      reading.problems().add(key, pair, "'" + from + "' is there twice");
    }
  }

  private void checkReplaced(String key, String schema) {
    SchemaNames.problem(schema).ifPresent(what -> reading.problems().add(key, schema, what));
  }

  /** Two refreshes at a time must not meet in one schema. */
  private void takeOnce(String prefix, ServerUrl url, String schema) {
    String place = (url.address() + "/" + schema).toLowerCase(Locale.ROOT);
    String other = replacedBy.put(place, prefix);
    if (other != null) {
      reading
          .problems()
          .add(
              prefix + (other.equals(prefix) ? "schemas" : "url"),
              place,
              "is replaced by " + other + "* already; each schema has one target");
    }
  }
}
