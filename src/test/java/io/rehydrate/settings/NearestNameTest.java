package io.rehydrate.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  private static final List<String> TABLES =
      List.of("applications", "producers", "ratings", "documents", "id");

  @ParameterizedTest
  @CsvSource({
    "aplications, applications",
    "aplpications, applications",
    "APPLICATIONS, applications",
    "rating, ratings",
    "dcouments, documents",
    "ix, id"
  })
  void finds_what_was_meant(String given, String meant) {
    assertThat(NearestName.of(given, TABLES)).contains(meant);
  }

  @Test
  void says_nothing_when_nothing_is_near() {
    assertThat(NearestName.of("customers_history", TABLES)).isEmpty();
    assertThat(NearestName.of("", TABLES)).isEmpty();
    assertThat(NearestName.of("x", List.of())).isEmpty();
  }
}
