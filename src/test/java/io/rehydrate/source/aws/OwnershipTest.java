package io.rehydrate.source.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.run.RunId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.Tag;

class OwnershipTest {
  private static final RunId RUN = new RunId("20261122t020000-abcde");
  private static final String OURS = "rehydrate-20261122t020000-abcde";
  private final Ownership ownership = new Ownership("rehydrate", "house-1", "prod");

  private RdsResource thing(String id, Consumer<Map<String, String>> change) {
    Map<String, String> tags = new HashMap<>();
    for (Tag tag : ownership.tags(RUN, Instant.EPOCH)) {
      tags.put(tag.key(), tag.value());
    }
    change.accept(tags);
    return new RdsResource(
        RdsResourceType.CLUSTER,
        id,
        "arn",
        "available",
        tags,
        Optional.empty(),
        false,
        false,
        false,
        List.of(),
        "",
        "");
  }

  @Test
  void prefix_and_tags_together_make_a_thing_ours() {
    assertThat(ownership.of(thing(OURS, tags -> {}))).isEqualTo(Ownership.Owner.OURS);
    assertThat(ownership.isOf(thing(OURS, tags -> {}), RUN)).isTrue();
    assertThat(ownership.isOf(thing(OURS, t -> {}), new RunId("20261122t020000-zzzzz"))).isFalse();
  }

  @Test
  void the_prefix_without_the_tags_is_doubtful() {
    assertThat(ownership.of(thing(OURS, Map::clear))).isEqualTo(Ownership.Owner.DOUBTFUL);
    assertThat(ownership.of(thing(OURS, t -> t.remove(Ownership.MANAGED_BY))))
        .isEqualTo(Ownership.Owner.DOUBTFUL);
    assertThat(ownership.of(thing(OURS, t -> t.put(Ownership.INSTALLATION, "house-2"))))
        .isEqualTo(Ownership.Owner.DOUBTFUL);
    assertThat(ownership.of(thing(OURS, t -> t.put(Ownership.RUN, "tonight"))))
        .isEqualTo(Ownership.Owner.DOUBTFUL);
  }

  @Test
  void the_tags_without_the_prefix_are_not_enough() {
    assertThat(ownership.of(thing("prod-copy", tags -> {}))).isEqualTo(Ownership.Owner.OTHERS);
    assertThat(ownership.of(thing("rehydrated", tags -> {}))).isEqualTo(Ownership.Owner.OTHERS);
  }

  @Test
  void the_source_is_never_ours_whatever_its_tags() {
    Ownership careless = new Ownership("prod", "house-1", "prod-main");

    assertThat(careless.of(thing("prod-main", tags -> {}))).isEqualTo(Ownership.Owner.OTHERS);
  }
}
