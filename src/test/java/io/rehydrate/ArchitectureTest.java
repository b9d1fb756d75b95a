package io.rehydrate;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import io.rehydrate.settings.Settings;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The order of the house: who may know whom, and what only one room may do. */
class ArchitectureTest {
  private static final Path TEST_CLASSES = testClasses();

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(location -> !isTest(location))
          .importPackages("io.rehydrate");

  private static final String COMPILER = "io.rehydrate.dehydrate.compile..";

  private static final int LONGEST_FILE = 350;

  /** What each package may use of ours, but for {@code error}, which all may. */
  private static final Map<String, Set<String>> MAY_USE = new TreeMap<>();

  static {
    Set<String> stages =
        Set.of(
            "settings",
            "mysql",
            "schema",
            "plan",
            "audit",
            "run",
            "users",
            "exec",
            "dump",
            "store",
            "archive",
            "mask",
            "source",
            "dehydrate",
            "migrate",
            "refresh",
            "scan",
            "notify",
            "night",
            "clone",
            "rehearse");
    MAY_USE.put("error", Set.of());
    MAY_USE.put("settings", Set.of());
    MAY_USE.put("notify", Set.of("run", "settings"));
    MAY_USE.put("mysql", Set.of("settings"));
    MAY_USE.put("schema", Set.of("mysql"));
    MAY_USE.put("plan", Set.of("schema", "settings"));
    MAY_USE.put("audit", Set.of("settings"));
    MAY_USE.put("run", Set.of("audit", "mysql", "settings"));
    MAY_USE.put("users", Set.of("run", "mysql", "settings"));
    MAY_USE.put("exec", Set.of("mysql", "settings"));
    MAY_USE.put("mask", Set.of("plan", "schema", "mysql", "settings"));
    MAY_USE.put("scan", Set.of("mask", "plan", "schema"));
    MAY_USE.put("dump", Set.of("exec", "schema", "run", "mysql", "settings"));
    MAY_USE.put("store", Set.of("dump", "run", "settings"));
    MAY_USE.put("archive", Set.of("store", "dump", "run", "settings"));
    MAY_USE.put("source", Set.of("plan", "schema", "run", "mysql", "settings"));
    MAY_USE.put(
        "dehydrate",
        Set.of("source", "mask", "plan", "schema", "dump", "run", "mysql", "settings"));
    MAY_USE.put("migrate", Set.of("dump", "mysql", "settings"));
    MAY_USE.put(
        "refresh",
        Set.of("store", "dump", "exec", "migrate", "schema", "run", "users", "mysql", "settings"));
    MAY_USE.put(
        "clone",
        Set.of(
            "refresh",
            "store",
            "dump",
            "exec",
            "migrate",
            "schema",
            "run",
            "users",
            "mysql",
            "settings"));
    MAY_USE.put("report", Set.of("dehydrate", "dump", "plan", "scan", "schema"));
    MAY_USE.put(
        "night",
        with(without(stages, "night", "refresh", "migrate", "rehearse", "clone"), "report"));
    MAY_USE.put("planning", without(stages, "refresh", "migrate", "rehearse", "clone"));
    MAY_USE.put("rehearse", without(stages, "rehearse", "clone"));
    MAY_USE.put("http", stages);
    MAY_USE.put("console", with(stages, "http", "planning"));
    MAY_USE.put("doctor", stages);
    MAY_USE.put("daemon", with(stages, "http", "console"));
    MAY_USE.put("demo", with(stages, "http", "daemon", "cli"));
    MAY_USE.put("bench", with(stages, "http", "daemon", "cli", "demo"));
    MAY_USE.put("dist", Set.of("cli"));
    MAY_USE.put("cli", with(stages, "http", "console", "planning", "daemon", "doctor"));
  }

  private static Set<String> with(Set<String> some, String... more) {
    return Stream.concat(some.stream(), Stream.of(more)).collect(Collectors.toSet());
  }

  private static Set<String> without(Set<String> some, String... less) {
    return some.stream().filter(p -> !List.of(less).contains(p)).collect(Collectors.toSet());
  }

  static Set<String> packages() {
    return MAY_USE.keySet();
  }

  private static String inside(String name) {
    return "io.rehydrate." + name + "..";
  }

  @ParameterizedTest
  @MethodSource("packages")
  void a_package_uses_only_those_below_it(String name) {
    String[] others =
        MAY_USE.keySet().stream()
            .filter(p -> !p.equals(name) && !p.equals("error") && !MAY_USE.get(name).contains(p))
            .map(ArchitectureTest::inside)
            .toArray(String[]::new);

    noClasses()
        .that()
        .resideInAPackage(inside(name))
        .should()
        .dependOnClassesThat(resideInAnyPackage(others))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void every_package_has_its_place() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).map(ArchitectureTest::slice))
        .isSubsetOf(Stream.concat(MAY_USE.keySet().stream(), Stream.of("")).toList());
  }

  /** The part behind {@code io.rehydrate.}; of the classes right there, nothing. */
  private static String slice(String packageName) {
    String[] parts = packageName.split("\\.", -1);
    return parts.length < 3 ? "" : parts[2];
  }

  @Test
  void no_two_packages_know_each_other() {
    slices().matching("io.rehydrate.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void the_compiler_knows_nothing_of_what_runs_its_statements() {
    noClasses()
        .that()
        .resideInAPackage(COMPILER)
        .should()
        .dependOnClassesThat(resideInAPackage("io.rehydrate.dehydrate"))
        .orShould()
        .dependOnClassesThat(resideInAnyPackage(inside("source"), inside("dump"), inside("run")))
        .check(CLASSES);
  }

  @Test
  void plan_masks_scan_and_the_compiler_know_no_connection() {
    noClasses()
        .that()
        .resideInAnyPackage(inside("plan"), inside("mask"), inside("scan"), COMPILER)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "java.sql..", "javax.sql..", "org.springframework.jdbc..", "com.zaxxer.."))
        .check(CLASSES);
  }

  @Test
  void a_source_of_our_own_and_the_dehydration_know_nothing_of_routes() {
    noClasses()
        .that()
        .resideInAnyPackage("io.rehydrate.source", inside("dehydrate"))
        .should()
        .dependOnClassesThat(resideInAPackage("org.apache.camel.."))
        .check(CLASSES);
  }

  /** A setting that nobody asks for has no effect; those of HTTP are Camel's own. */
  @Test
  void every_part_of_the_settings_is_asked_for() {
    Set<String> asked =
        CLASSES.stream()
            .filter(c -> !c.getPackageName().equals(Settings.class.getPackageName()))
            .flatMap(c -> c.getAccessesFromSelf().stream())
            .map(access -> access.getTargetOwner().getName() + "." + access.getName())
            .collect(Collectors.toSet());

    assertThat(
            Stream.concat(
                    Stream.of(Settings.class), Arrays.stream(Settings.class.getDeclaredClasses()))
                .filter(type -> type.isRecord() && type != Settings.Http.class)
                .flatMap(
                    type ->
                        Arrays.stream(type.getRecordComponents())
                            .filter(part -> part.getType() != Settings.Http.class)
                            .map(part -> type.getName() + "." + part.getName()))
                .filter(part -> !asked.contains(part)))
        .isEmpty();
  }

  @Test
  void only_exec_starts_processes_and_the_demo_its_servers() {
    noClasses()
        .that(not(resideInAPackage(inside("exec"))))
        .and(not(resideInAPackage(inside("demo"))))
        .should()
        .callMethodWhere(callOf(Runtime.class, "exec"))
        .orShould()
        .dependOnClassesThat(type(ProcessBuilder.class))
        .check(CLASSES);
  }

  @Test
  void only_settings_reads_the_environment() {
    noClasses()
        .that(not(resideInAPackage(inside("settings"))))
        .should()
        .callMethodWhere(callOf(System.class, "getenv"))
        .check(CLASSES);
  }

  @Test
  void the_time_is_asked_of_a_clock_that_is_given() {
    noClasses()
        .should()
        .callMethodWhere(callOf(System.class, "currentTimeMillis"))
        .orShould()
        .callConstructor(java.util.Date.class)
        .orShould()
        .callMethodWhere(nowWithoutAClock())
        .check(CLASSES);
  }

  @Test
  void nobody_waits_by_sleeping() {
    noClasses().should().callMethodWhere(callOf(Thread.class, "sleep")).check(CLASSES);
  }

  @Test
  void values_and_beans_are_final_or_made_to_be_extended() {
    classes()
        .that()
        .arePublic()
        .and()
        .areTopLevelClasses()
        .and()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .should()
        .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
        .orShould()
        .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT)
        .check(CLASSES);
  }

  @Test
  void a_file_can_be_read_in_one_sitting() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      assertThat(files.filter(f -> f.toString().endsWith(".java") && !isTest(f)))
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(Files.readAllLines(file))
                      .as("%s", file)
                      .hasSizeLessThan(LONGEST_FILE));
    }
  }

  /** Compares paths: of a folder with a blank or an umlaut, two URIs may be written in two ways. */
  private static boolean isTest(Location location) {
    return !location.isJar() && Path.of(location.asURI()).startsWith(TEST_CLASSES);
  }

  private static Path testClasses() {
    try {
      return Path.of(
          ArchitectureTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isTest(Path file) {
    return file.startsWith("src/test") || file.startsWith("src/camel-aws2-rds/src/test");
  }

  private static DescribedPredicate<JavaCall<?>> callOf(Class<?> type, String method) {
    return DescribedPredicate.describe(
        type.getSimpleName() + "." + method + "()",
        call -> call.getName().equals(method) && call.getTargetOwner().isEquivalentTo(type));
  }

  private static DescribedPredicate<JavaCall<?>> nowWithoutAClock() {
    return DescribedPredicate.describe(
        "now() without a clock",
        call ->
            call.getName().equals("now")
                && call.getTargetOwner().isAssignableTo(Temporal.class)
                && call.getTarget().getRawParameterTypes().stream()
                    .noneMatch(p -> p.isEquivalentTo(Clock.class)));
  }
}
