package io.rehydrate.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {
  private static final List<String> TABLES = List.of("orders", "order_lines", "customers", "a");

  @Test
  void finds_what_a_slip_meant() {
    assertThat(NearestName.of("ordrs", TABLES)).contains("orders");
    assertThat(NearestName.of("oredrs", TABLES)).contains("orders");
    assertThat(NearestName.of("Orders", TABLES)).contains("orders");
    assertThat(NearestName.of("order_line", TABLES)).contains("order_lines");
  }

  @Test
  void offers_nothing_far_away() {
    assertThat(NearestName.of("products", TABLES)).isEmpty();
    assertThat(NearestName.of("xyz", TABLES)).isEmpty();
    assertThat(NearestName.of("", TABLES)).contains("a");
    assertThat(NearestName.of("orders", List.of())).isEmpty();
  }
}
