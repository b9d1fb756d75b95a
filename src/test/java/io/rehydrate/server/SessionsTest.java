package io.rehydrate.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.StageFailedException;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import io.rehydrate.support.TestServers;
import java.sql.Connection;
import org.junit.jupiter.api.Test;

class SessionsTest {

  @Test
  void tells_two_servers_apart_and_one_from_itself() throws Exception {
    try (Connection a = Sessions.open(TestServers.source().root(), "source");
        Connection b = Sessions.open(TestServers.scratch().root(), "scratch");
        Connection again = Sessions.open(TestServers.source().root(), "source")) {
      assertThat(ServerIdentity.of(a)).isNotEqualTo(ServerIdentity.of(b));
      assertThat(ServerIdentity.of(a)).isEqualTo(ServerIdentity.of(again));
      assertThat(Sessions.version(a).isMariaDb()).isTrue();
    }
  }

  @Test
  void a_wrong_password_is_told_without_it() {
    ServerLogin login =
        new ServerLogin(TestServers.source().url(), "nobody", new Secret("s3cret-word"));

    assertThatThrownBy(() -> Sessions.open(login, "source"))
        .isInstanceOfSatisfying(
            StageFailedException.class, e -> assertThat(e.code()).isEqualTo("server.login"))
        .hasMessageContaining("nobody at 127.0.0.1")
        .hasMessageNotContaining("s3cret-word");
  }

  @Test
  void a_server_that_is_not_there_is_told_by_its_address() {
    ServerLogin login =
        new ServerLogin(ServerUrl.parse("jdbc:mysql://127.0.0.1:1/x"), "root", new Secret(""));

    assertThatThrownBy(() -> Sessions.open(login, "scratch"))
        .isInstanceOfSatisfying(
            StageFailedException.class, e -> assertThat(e.code()).isEqualTo("server.unreachable"))
        .hasMessageContaining("scratch at 127.0.0.1:1");
  }
}
