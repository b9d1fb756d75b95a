package io.rehydrate.clone;

import io.rehydrate.mysql.ServerVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How one server is started.
 *
 * @param host the address that it listens on
 * @param memory its buffer pool
 * @param loading whether a dump is loaded into it: then it is as lenient as a refresh needs it, and
 *     writes to the disk less often
 */
record ServerOptions(String host, int port, String memory, boolean loading) {

  private boolean isLoopback() {
    return host.startsWith("127.") || host.equals("0:0:0:0:0:0:0:1");
  }

  static String data(Path data) {
    return "--datadir=" + data;
  }

  /** The file of statements that the server executes before anybody can connect. */
  static Path first(Path folder) {
    return folder.resolve("first.sql");
  }

  static Path log(Path folder) {
    return folder.resolve("server.log");
  }

  /** Nothing that reaches outside of its folder: no files, no events, no other server. */
  List<String> arguments(Path folder, ServerVersion version) {
    List<String> line = new ArrayList<>();
    line.add("--bind-address=" + host);
    line.add("--port=" + port);
    // relative to the data folder: the path of a socket may have some 100 characters only
    line.add("--socket=../server.sock");
    line.add("--pid-file=" + folder.resolve("server.pid"));
    line.add("--log-error=" + log(folder));
    line.add("--tmpdir=" + folder.resolve("tmp"));
    line.add("--init-file=" + first(folder));
    line.add("--skip-name-resolve");
    line.add("--skip-log-bin");
    line.add("--event-scheduler=OFF");
    line.add("--local-infile=OFF");
    line.add("--performance-schema=OFF");
    line.add("--innodb-buffer-pool-size=" + memory);
    line.add("--max-allowed-packet=1G");
    if (version.isMariaDb()) {
      line.add("--secure-file-priv=" + folder.resolve("tmp"));
      line.add("--skip-symbolic-links");
      if (isLoopback()) {
        // since 11.4 it makes itself a key at each start, which takes ten seconds
        line.add("--skip-ssl");
      }
      // the size that the golden was made with: else the server writes a new one at the first start
      line.add("--innodb-log-file-size=96M");
    } else {
      line.add("--secure-file-priv=NULL");
      line.add("--mysqlx=OFF");
      if (version.isAtLeast(8, 0, 30)) {
        line.add("--innodb-redo-log-capacity=128M");
      }
    }
    if (loading) {
      line.add("--innodb-flush-log-at-trx-commit=0");
      line.add("--innodb-strict-mode=OFF");
    } else {
      line.add("--innodb-flush-log-at-trx-commit=2");
    }
    return line;
  }
}
