package io.rehydrate.demo.rds;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Lists engine versions, and what instances can be had of them. */
final class EngineDescriptions {
  private static final int MOST_OPTIONS = 1000;

  private EngineDescriptions() {}

  private record Option(EngineVersion version, String instanceClass) {
    String key() {
      return version.engine() + " " + version.version() + " " + instanceClass;
    }
  }

  static Answer versions(Parameters p) {
    if (p.has("Filters")) {
      throw ApiError.notSimulated("A filter of engine versions");
    }
    Optional<String> version = p.text("EngineVersion");
    Optional<String> family = p.text("DBParameterGroupFamily");
    List<EngineVersion> found =
        ofEngine(p.text("Engine"))
            .filter(v -> version.map(wanted -> matches(v, wanted)).orElse(true))
            .filter(v -> family.map(v.family()::equals).orElse(true))
            .filter(v -> !p.flag("DefaultOnly") || v.isDefault())
            .toList();
    return Page.of(p, found, v -> "%04d".formatted(Catalogue.VERSIONS.indexOf(v)))
        .answer("DBEngineVersions", "DBEngineVersion", v -> xml -> write(xml, v));
  }

  /** A major version stands for all of its own. */
  private static boolean matches(EngineVersion version, String wanted) {
    return version.version().equals(wanted) || version.version().startsWith(wanted + ".");
  }

  private static Stream<EngineVersion> ofEngine(Optional<String> engine) {
    engine.ifPresent(Catalogue::byDefault);
    return Catalogue.VERSIONS.stream().filter(v -> engine.map(v.engine()::equals).orElse(true));
  }

  private static void write(Xml xml, EngineVersion version) {
    xml.text("Engine", version.engine())
        .text("EngineVersion", version.version())
        .text("MajorEngineVersion", version.version().replaceAll("^(\\d+\\.\\d+).*", "$1"))
        .text("DBParameterGroupFamily", version.family())
        .text("DBEngineDescription", version.isAurora() ? "Aurora MySQL" : "MySQL Community")
        .text("Status", "available")
        .texts("SupportedEngineModes", "member", List.of("provisioned"));
  }

  static Answer orderable(Parameters p) {
    if (p.has("Filters")) {
      throw ApiError.badValue("Filters isn't currently supported.");
    }
    Optional<String> version = p.text("EngineVersion");
    Optional<String> wanted = p.text("DBInstanceClass");
    List<Option> found =
        ofEngine(Optional.of(p.required("Engine")))
            .filter(v -> version.map(v.version()::equals).orElse(true))
            .flatMap(v -> Catalogue.classes(v.engine()).stream().map(c -> new Option(v, c)))
            .filter(o -> wanted.map(o.instanceClass()::equals).orElse(true))
            .sorted(java.util.Comparator.comparing(Option::key))
            .toList();
    return Page.of(p, found, Option::key, MOST_OPTIONS)
        .answer(
            "OrderableDBInstanceOptions", "OrderableDBInstanceOption", o -> xml -> write(xml, o));
  }

  private static void write(Xml xml, Option option) {
    xml.text("Engine", option.version().engine())
        .text("EngineVersion", option.version().version())
        .text("DBInstanceClass", option.instanceClass())
        .text("LicenseModel", "general-public-license")
        .text("Vpc", true)
        .text("MultiAZCapable", false)
        .text("StorageType", option.version().isAurora() ? "aurora" : "gp3")
        .list(
            "AvailabilityZones",
            "AvailabilityZone",
            Surroundings.ZONES,
            zone -> xml.text("Name", Arn.REGION + zone));
  }
}
