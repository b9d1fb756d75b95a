package io.rehydrate.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.StageFailedException;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import java.sql.Connection;
import org.junit.jupiter.api.Test;

/** What holds for sessions on servers of either vendor. */
abstract class SessionsOnAnyServer {
  private final ServerLogin source;
  private final ServerLogin scratch;
  private final Vendor vendor;

  SessionsOnAnyServer(ServerLogin source, ServerLogin scratch, Vendor vendor) {
    this.source = source;
    this.scratch = scratch;
    this.vendor = vendor;
  }

  @Test
  void tells_two_servers_apart_and_one_from_itself() throws Exception {
    try (Connection a = Sessions.open(source, "source");
        Connection b = Sessions.open(scratch, "scratch");
        Connection again = Sessions.open(source, "source")) {
      assertThat(ServerIdentity.of(a)).isNotEqualTo(ServerIdentity.of(b));
      assertThat(ServerIdentity.of(a)).isEqualTo(ServerIdentity.of(again));
      assertThat(Sessions.version(a).vendor()).isEqualTo(vendor);
    }
  }

  @Test
  void a_wrong_password_is_told_without_it() {
    ServerLogin login = new ServerLogin(source.url(), "nobody", new Secret("s3cret-word"));

    assertThatThrownBy(() -> Sessions.open(login, "source"))
        .isInstanceOfSatisfying(
            StageFailedException.class,
            e -> assertThat(e.code()).as(e.getMessage()).isEqualTo("server.login"))
        .hasMessageContaining("nobody at " + source.url().address())
        .hasMessageNotContaining("s3cret-word");
  }
}
