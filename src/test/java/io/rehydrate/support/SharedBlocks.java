package io.rehydrate.support;

import io.rehydrate.exec.ServerProcesses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A file system that shares blocks: an XFS (or btrfs) of a file, mounted by a loop device for one
 * test class. A copy of the test servers' program lies on it, where every account may run it.
 */
public final class SharedBlocks implements AutoCloseable {
  private final Path folder;
  private final Path mount;

  private SharedBlocks(Path folder) {
    this.folder = folder;
    this.mount = folder.resolve("mount");
  }

  /** Why there can be none here; empty: there can. */
  static String obstacle() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return "only root mounts file systems";
    }
    if (Stream.of("/usr/sbin", "/sbin").noneMatch(f -> Files.exists(Path.of(f, "mkfs.xfs")))) {
      return "mkfs.xfs is not installed (package xfsprogs)";
    }
    return Files.exists(Path.of("/dev/loop-control")) ? "" : "there are no loop devices";
  }

  /**
   * @param megabytes its size, of which only what is written takes room
   */
  public static SharedBlocks create(int megabytes) throws IOException, InterruptedException {
    return create(megabytes, "mkfs.xfs", "-q", "-m", "reflink=1");
  }

  /** The same on btrfs (package {@code btrfs-progs}), if that can be made here. */
  public static SharedBlocks btrfsOrXfs(int megabytes) throws IOException, InterruptedException {
    return Files.exists(Path.of("/usr/sbin/mkfs.btrfs"))
        ? create(megabytes, "mkfs.btrfs", "-q")
        : create(megabytes);
  }

  private static SharedBlocks create(int megabytes, String... make)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("rehydrate-blocks");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    SharedBlocks blocks = new SharedBlocks(folder);
    Path image = folder.resolve("image");
    Files.createDirectory(blocks.mount);
    run("truncate", "-s", megabytes + "M", image.toString());
    run(Stream.concat(Stream.of(make), Stream.of(image.toString())).toArray(String[]::new));
    run("mount", "-o", "loop", image.toString(), blocks.mount.toString());
    Files.createDirectory(blocks.clones());
    return blocks;
  }

  /** The empty folder for {@code clones.directory}. */
  public Path clones() {
    return mount.resolve("clones");
  }

  /** A server program for {@code clones.server}: that of the test servers. */
  public Path mariadb() throws IOException, InterruptedException {
    Path programs = mount.resolve("programs");
    Path server = programs.resolve("sbin/mariadbd");
    if (!Files.exists(server)) {
      TestServers.source(); // has the embedded one unpacked
      Path installed = TestServers.programs().orElse(Path.of("target", "mariadb").toAbsolutePath());
      Path program = installed.resolve("sbin/mariadbd");
      Files.createDirectories(server.getParent());
      for (String part : List.of("libs", "share")) {
        run("cp", "-r", installed.resolve(part).toString(), programs.resolve(part).toString());
      }
      Files.createDirectory(programs.resolve("bin"));
      run(
          "cp",
          (Files.exists(program) ? program : installed.resolve("bin/mariadbd")).toString(),
          programs.resolve("bin/mariadbd").toString());
      run("chmod", "-R", "a+rX", programs.toString());
      Files.writeString(
          server,
          "#!/bin/sh\nLD_LIBRARY_PATH="
              + programs.resolve("libs")
              + " exec "
              + programs.resolve("bin/mariadbd")
              + " \"$@\"\n",
          StandardCharsets.UTF_8);
      Files.setPosixFilePermissions(server, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return server;
  }

  /** A server program for {@code clones.server}: that of the image of {@link MySqlServer}. */
  public Path mysql() throws IOException, InterruptedException {
    Path programs = Files.createDirectory(mount.resolve("mysql"));
    Path server = programs.resolve("usr/sbin/mysqld-with-libraries");
    run(
        "sh",
        "-ec",
        "id=$(docker create "
            + MySqlServer.IMAGE
            + " true); trap 'docker rm $id' EXIT;"
            + " docker export $id | tar -x -C "
            + programs
            + " usr/sbin/mysqld usr/share/mysql usr/lib64 usr/lib/x86_64-linux-gnu");
    run("chmod", "-R", "a+rX", programs.toString());
    Files.writeString(
        server,
        "#!/bin/sh\nexec "
            + programs.resolve("usr/lib64/ld-linux-x86-64.so.2")
            + " --library-path "
            + programs.resolve("usr/lib/x86_64-linux-gnu")
            + " "
            + programs.resolve("usr/sbin/mysqld")
            + " \"$@\"\n",
        StandardCharsets.UTF_8);
    Files.setPosixFilePermissions(server, PosixFilePermissions.fromString("rwxr-xr-x"));
    return server;
  }

  /** The servers that run on it, by their data folders. */
  public List<Path> served() {
    return ServerProcesses.below(clones()).keySet().stream().sorted().toList();
  }

  /** Ends every server, and removes everything. */
  @Override
  public void close() throws IOException, InterruptedException {
    ServerProcesses.below(mount).values().forEach(s -> ServerProcesses.end(s, Duration.ZERO));
    run("umount", mount.toString());
    run("rm", "-rf", "--one-file-system", folder.toString());
  }

  /** Runs a program that has to succeed. */
  public static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
  }
}
