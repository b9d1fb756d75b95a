package io.rehydrate.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * MySQL's own client programs, each run in a container of the image that {@link MySqlServer} is of.
 */
public final class MySqlPrograms {
  private MySqlPrograms() {}

  /**
   * Makes a folder of programs.
   *
   * @param home where the option files lie that they read
   */
  public static Path in(Path folder, Path home) throws IOException {
    Path programs = Files.createDirectories(folder);
    for (String name : List.of("mysql", "mysqldump")) {
      Path script = programs.resolve(name);
      Files.writeString(
          script,
          """
          #!/bin/sh
          DOCKER_HOST='%s'
          [ -n "$DOCKER_HOST" ] && export DOCKER_HOST
          exec '%s' run --rm -i --network host -v '%s:%s' --entrypoint %s '%s' "$@"
          """
              .formatted(
                  Optional.ofNullable(System.getenv("DOCKER_HOST")).orElse(""),
                  docker(),
                  home,
                  home,
                  name,
                  MySqlServer.IMAGE));
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return programs;
  }

  private static Path docker() {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, "docker"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no docker program in PATH"));
  }
}
