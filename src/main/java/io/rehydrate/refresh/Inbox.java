package io.rehydrate.refresh;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.run.Actor;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Header;

/**
 * Request files: read without following a link, of bounded size; what can't be used gets a problem
 * file beside it.
 */
public final class Inbox {
  private static final int LARGEST = 64 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Refreshes refreshes;
  private final Path directory;

  /**
   * @param directory the inbox
   */
  public Inbox(Refreshes refreshes, Path directory) {
    this.refreshes = refreshes;
    this.directory = directory;
  }

  /**
   * Queues what a file asks for. The file lies in a folder that only we use by now.
   *
   * @param path of the file as the file component gives it
   * @throws RehydrateException after the problem was written down
   */
  public void take(
      @Header("CamelFileAbsolutePath") String path, @Header("CamelFileNameOnly") String name) {
    try {
      Path file = Path.of(path);
      refreshes.queue(new Actor(owner(file), "inbox " + name), RefreshRequest.parse(read(file)));
    } catch (RehydrateException e) {
      tell(name, e);
      throw e;
    }
  }

  private static byte[] read(Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new InvalidException(
          "request.file",
          "The request is not a plain file",
          "Drop the file itself, not a link to it");
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new InvalidException(
            "request.size",
            "The request is larger than " + LARGEST + " bytes",
            "A request has three short fields");
      }
      return bytes;
    } catch (IOException e) {
      throw new InvalidException(
          "request.file", "The request can't be read", "Check the file's rights", e);
    }
  }

  private static String owner(Path file) {
    try {
      return Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName();
    } catch (IOException e) {
      return "unknown";
    }
  }

  private void tell(String name, RehydrateException problem) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("title", "The request was not taken");
    document.put("status", problem.httpStatus());
    document.put("detail", problem.getMessage());
    document.put("code", problem.code());
    document.put("hint", problem.hint());
    try {
      Path failed = Files.createDirectories(directory.resolve("failed"));
      JSON.writerWithDefaultPrettyPrinter()
          .writeValue(
              failed.resolve(new File(name).getName() + ".problem.json").toFile(), document);
    } catch (IOException e) {
      problem.addSuppressed(e);
    }
  }
}
