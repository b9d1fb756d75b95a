package io.rehydrate.planning.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.support.CommandProcess;
import io.rehydrate.support.OnEveryMariaDb;
import io.rehydrate.support.TestServers;
import org.junit.jupiter.api.Test;

@OnEveryMariaDb
class ExplainerTest extends ExplainerOnAnyServer {

  ExplainerTest() {
    super(TestServers.source().root());
  }

  @Test
  void the_command_tells_the_chain() throws Exception {
    CommandProcess stays = CommandProcess.start(home(), "plan", "explain", "lines", "1,2");

    assertThat(stays.exitCode()).as(stays.errors()).isZero();
    assertThat(stays.output())
        .startsWith(
            "lines 1,2 stays\n  " + schema() + ".lines 1,2 (follow) depends on orders 1 by");
    assertThat(stays.errors()).contains("with the plan of the dump 20261122T020000Z");
  }
}
