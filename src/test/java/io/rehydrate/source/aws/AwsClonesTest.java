package io.rehydrate.source.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.daemon.Beans;
import io.rehydrate.run.Run;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.rds.RdsClient;

/** AWS makes fifteen clones of a cluster as clones, and each further one as a full copy. */
class AwsClonesTest {
  @TempDir Path folder;

  @Test
  void the_night_tells_when_its_clone_is_a_full_copy() throws Exception {
    try (AwsHouse house = AwsHouse.onPaper(folder, "aurora-clone");
        Beans beans = house.beans()) {
      List<String> news = new ArrayList<>();
      beans.runs().onEnd(run -> news.add(beans.runs().news(run)));
      RdsClient client = beans.aws().orElseThrow().client();
      for (int i = 1; i <= 14; i++) {
        clone(client, "colleague-" + i);
      }
      Run fifteenth = house.night(beans, AwsHouse.TWO);
      clone(client, "colleague-15");
      Run sixteenth = house.night(beans, AwsHouse.TWO);

      assertThat(house.log(beans, fifteenth)).doesNotContain("full copy");
      assertThat(house.log(beans, sixteenth)).contains("full copy").contains("colleague-7");
      assertThat(news).hasSize(2);
      assertThat(news.get(0)).doesNotContain("clones");
      assertThat(news.get(1)).contains("prod has 15 clones");
    }
  }

  private static void clone(RdsClient client, String id) {
    client.restoreDBClusterToPointInTime(
        r ->
            r.dbClusterIdentifier(id)
                .sourceDBClusterIdentifier("prod")
                .restoreType("copy-on-write")
                .useLatestRestorableTime(true));
  }
}
