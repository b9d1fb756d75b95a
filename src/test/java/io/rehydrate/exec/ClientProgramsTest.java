package io.rehydrate.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.mysql.Vendor;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import io.rehydrate.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientProgramsTest {
  @TempDir Path folder;

  @Test
  void finds_the_programs_and_their_vendor() {
    ClientPrograms programs = ClientPrograms.in(Optional.of(TestServers.source().programs()), "");

    assertThat(programs.dump().path().getFileName()).hasToString("mariadb-dump");
    assertThat(programs.dump().version().vendor()).isEqualTo(Vendor.MARIADB);
    assertThat(programs.client().version().major()).isEqualTo(11);
  }

  @Test
  void reads_the_versions_that_programs_tell() throws Exception {
    assertThat(
            ClientPrograms.parse(
                "mysqldump  Ver 8.0.36 for Linux on x86_64 (MySQL Community Server - GPL)"))
        .hasToString("8.0.36");
    assertThat(ClientPrograms.parse("mysqldump  Ver 10.13 Distrib 5.7.41, for Linux (x86_64)"))
        .hasToString("5.7.41");
    assertThat(
            ClientPrograms.parse(
                    "mysqldump  Ver 10.19 Distrib 10.11.6-MariaDB, for debian-linux-gnu")
                .vendor())
        .isEqualTo(Vendor.MARIADB);
    assertThat(
            ClientPrograms.parse("mariadb from 11.4.5-MariaDB, client 15.2 for Linux (x86_64)")
                .major())
        .isEqualTo(11);
  }

  @Test
  void tells_where_it_looked_in_vain() {
    assertThatThrownBy(() -> ClientPrograms.in(Optional.of(folder), "").dump())
        .hasMessageContaining("mysqldump")
        .hasMessageContaining(folder.toString());
  }

  @Test
  void an_option_file_is_ours_alone_and_goes_again() throws Exception {
    ServerLogin login =
        new ServerLogin(ServerUrl.parse("jdbc:mysql://db:3307/x"), "who", new Secret("a\\b\"c#d"));
    Path path;
    try (OptionFile file = OptionFile.write(folder, login)) {
      path = file.path();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-------");
      assertThat(Files.readString(path)).contains("port=\"3307\"", "password=\"a\\\\b\"c#d\"");
    }
    assertThat(path).doesNotExist();
  }
}
