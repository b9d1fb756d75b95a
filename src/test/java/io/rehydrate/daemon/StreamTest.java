package io.rehydrate.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.settings.Settings;
import io.rehydrate.support.HomeFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Body;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows go from step to step as streams, whatever their number: none is collected on the way. */
class StreamTest {
  private static final int PIECE = 1 << 20;

  private static final String ROUTES =
      """
      - route:
          id: files
          from:
            uri: direct:files
            steps:
              - split:
                  simple: "${body}"
                  parallelProcessing: true
                  stopOnException: true
                  executorService: "#workers"
                  steps:
                    - to: direct:file
      - route:
          id: file
          from:
            uri: direct:file
            steps:
              - bean: { ref: rows, method: open }
              - bean: { ref: rows, method: read }
      """;

  @TempDir Path folder;

  /** Gives a stream that never ends, and reads a piece of it. */
  public static final class Rows {
    private final AtomicLong given = new AtomicLong();

    public InputStream open() {
      return new InputStream() {
        @Override
        public int read() throws IOException {
          return read(new byte[1], 0, 1) < 0 ? -1 : 'x';
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          if (given.addAndGet(length) > 10L * PIECE) {
            throw new IOException("nobody has asked for so many");
          }
          Arrays.fill(bytes, offset, offset + length, (byte) 'x');
          return length;
        }
      };
    }

    public int read(@Body InputStream rows) throws IOException {
      return rows.readNBytes(PIECE).length;
    }
  }

  @Test
  void a_stream_is_not_read_ahead_between_two_steps() throws Exception {
    Files.createDirectory(folder.resolve("routes"));
    Files.writeString(folder.resolve("routes/files.camel.yaml"), ROUTES);
    Rows rows = new Rows();
    Settings settings = HomeFolder.in(folder).read();
    Main main =
        Engine.configured(
            settings,
            Map.of("rows", rows, "workers", Executors.newSingleThreadExecutor()),
            Map.of("camel.server.enabled", "false", "camel.management.enabled", "false"),
            RouteFiles.of(settings, ShippedRoutes.installed()).resources());
    main.start();
    try {
      main.getCamelContext().createProducerTemplate().sendBody("direct:files", "one");
    } finally {
      main.stop();
    }

    assertThat(rows.given).hasValue(PIECE);
  }
}
