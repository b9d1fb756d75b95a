package io.rehydrate.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a home folder still lacks: the marks that {@code init} left. */
public final class UnfilledHome {
  private UnfilledHome() {}

  /**
   * A value to write.
   *
   * @param name the key, or what is asked for
   */
  public record Gap(String name, FillIn.Place place) {}

  /**
   * The gaps of the settings, of the plan next to them and of the secrets, in this order.
   *
   * @param environment what it sets is no gap
   */
  public static List<Gap> gaps(Path home, Map<String, String> environment) {
    List<Gap> gaps = new ArrayList<>();
    for (FillIn.Place place : FillIn.in(home.resolve(NewHome.SETTINGS))) {
      String key = place.text().split("[=:]", 2)[0].strip();
      if (!environment.containsKey(Values.variable(key))) {
        gaps.add(new Gap(key, place));
      }
    }
    FillIn.in(home.resolve(NewHome.PLAN)).forEach(place -> gaps.add(gap(place)));
    try (Stream<Path> secrets = Files.list(home.resolve(NewHome.SECRETS))) {
      secrets
          .sorted()
          .flatMap(file -> FillIn.in(file).stream())
          .map(UnfilledHome::gap)
          .forEach(gaps::add);
    } catch (IOException e) {
      // none there, or none that this account may read
    }
    return List.copyOf(gaps);
  }

  private static Gap gap(FillIn.Place place) {
    return new Gap(place.wanted(), place);
  }
}
