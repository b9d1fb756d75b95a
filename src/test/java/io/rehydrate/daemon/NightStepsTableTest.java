package io.rehydrate.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.night.NightPart;
import io.rehydrate.night.NightStep;
import io.rehydrate.support.HomeFolder;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NightStepsTableTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (`[A-Za-z.`, ]+`) \\| ([a-z, ]*)\\| ([a-z, ]*)\\|$");

  @TempDir Path folder;

  @Test
  void the_table_in_the_docs_has_every_step_with_what_it_needs_and_makes() throws Exception {
    Map<String, String> written = new TreeMap<>();
    Matcher row = ROW.matcher(Files.readString(Path.of("docs/routes.md")));
    while (row.find()) {
      for (String step : row.group(1).replace("`", "").split(", ")) {
        written.put(step, row.group(2).strip() + " -> " + row.group(3).strip());
      }
    }

    Map<String, String> declared = new TreeMap<>();
    try (Beans beans =
        new Beans(HomeFolder.in(folder).read(), Clock.systemUTC(), "test", List.of())) {
      beans
          .byName()
          .forEach(
              (name, bean) -> {
                for (Method method : bean.getClass().getMethods()) {
                  NightStep step = method.getAnnotation(NightStep.class);
                  if (step != null) {
                    declared.put(
                        name + "." + method.getName(),
                        words(step.needs()) + " -> " + words(step.gives()));
                  }
                }
              });
    }
    // one bean has two names, each for the method that is called by it
    declared.keySet().removeAll(List.of("serverSource.take", "restoredSource.copy"));

    assertThat(written).isEqualTo(declared);
  }

  private static String words(NightPart... parts) {
    return Arrays.stream(parts).map(NightPart::word).sorted().collect(Collectors.joining(", "));
  }
}
