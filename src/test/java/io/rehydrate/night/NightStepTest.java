package io.rehydrate.night;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.rehydrate.error.StageFailedException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NightStepTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.rehydrate.night", "io.rehydrate.rehearse");

  static List<JavaMethod> steps() {
    return CLASSES.stream()
        .flatMap(c -> c.getMethods().stream())
        .filter(method -> method.isAnnotatedWith(NightStep.class))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("steps")
  void a_step_declares_what_it_takes_from_the_night_and_what_it_gives(JavaMethod step) {
    NightStep declared = step.getAnnotationOfType(NightStep.class);
    Set<String> needs = new TreeSet<>();
    Set<String> gives = new TreeSet<>();
    collect(step, needs, gives, new HashSet<>());

    assertThat(needs).isEqualTo(words(declared.needs()));
    assertThat(gives).isEqualTo(words(declared.gives()));
  }

  private static Set<String> words(NightPart... parts) {
    return new TreeSet<>(Arrays.stream(parts).map(NightPart::word).toList());
  }

  /** Reads the byte code: of the method, and of those of ours that it calls. */
  private static void collect(
      JavaCodeUnit code, Set<String> needs, Set<String> gives, Set<JavaCodeUnit> seen) {
    if (!seen.add(code)) {
      return;
    }
    Set<String> parts = words(NightPart.values());
    for (JavaAccess<?> access : code.getAccessesFromSelf()) {
      AccessTarget target = access.getTarget();
      if (target.getOwner().isEquivalentTo(Night.class)) {
        needs.addAll(Stream.of(target.getName()).filter(parts::contains).toList());
      } else if (target.getOwner().isEquivalentTo(NightPart.class)) {
        gives.add(NightPart.valueOf(target.getName()).word());
      } else {
        target
            .resolveMember()
            .filter(JavaCodeUnit.class::isInstance)
            .map(JavaCodeUnit.class::cast)
            .filter(member -> member.getOwner().getPackageName().startsWith("io.rehydrate.night"))
            .ifPresent(member -> collect(member, needs, gives, seen));
      }
    }
  }

  @Test
  void the_steps_make_all_that_a_night_carries() {
    assertThat(
            steps().stream()
                .flatMap(step -> Arrays.stream(step.getAnnotationOfType(NightStep.class).gives())))
        .contains(NightPart.values());
  }

  @Test
  void what_no_step_has_made_is_named_with_its_step_and_its_file() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      Exchange exchange = new DefaultExchange(context);

      assertThatThrownBy(() -> Night.of(exchange))
          .isInstanceOfSatisfying(
              StageFailedException.class,
              e -> {
                assertThat(e.code()).isEqualTo("night.step-missing");
                assertThat(e).hasMessageContaining("its run").hasMessageContaining("runs.begin");
                assertThat(e.hint()).contains("nightly.camel.yaml");
              });
      StageFailedException missing = NightPart.MANIFEST.missing();
      assertThat(missing).hasMessageContaining("manifest").hasMessageContaining("nightDump.verify");
      assertThat(missing.hint()).contains("dump.camel.yaml", "routes check");
    }
  }
}
