package io.rehydrate.dump;

import io.rehydrate.exec.CompressedFile;
import io.rehydrate.schema.HiddenLabels;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.ViewText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Makes what a dump program wrote of a schema's tables fit any schema of any server: without the
 * schema's own name, which MariaDB shows where a default takes a sequence, without the tablespaces
 * of the source's server, and with labels that no server shows.
 */
public final class Definitions {
  private static final String TRAILER = "-- Dump completed";
  private static final Pattern TABLESPACE =
      Pattern.compile("^\\) /\\*!50100 TABLESPACE `(?:[^`]|``)++` \\*/");
  private static final Pattern SEQUENCE =
      Pattern.compile("(?:nextval|lastval|setval)\\(`|value for `", Pattern.CASE_INSENSITIVE);

  private Definitions() {}

  /**
   * Rewrites the file.
   *
   * @param schema as it is on the server that was dumped
   * @param added statements, each without its semicolon, that come last
   * @return what is known of it now
   */
  public static Manifest.FileEntry complete(
      Path folder, Manifest.FileEntry entry, Schema schema, List<String> added) throws IOException {
    UnaryOperator<String> labels = HiddenLabels.lines(schema);
    Path file = folder.resolve(entry.name());
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    CompressedFile out = CompressedFile.create(fresh);
    try (out;
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(PackedFile.open(folder, entry), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(TRAILER)) {
          for (String statement : added) {
            out.write((statement + ";\n").getBytes(StandardCharsets.UTF_8));
          }
        }
        out.write(
            (portable(labels.apply(line), schema.name()) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    return new Manifest.FileEntry(entry.name(), out.bytes(), out.sha256(), out.unpackedBytes());
  }

  private static String portable(String line, String schema) {
    String anywhere = TABLESPACE.matcher(line).replaceFirst(")");
    return SEQUENCE.matcher(anywhere).find() ? ViewText.within(anywhere, schema) : anywhere;
  }
}
