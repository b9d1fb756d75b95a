package io.rehydrate.refresh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.ErrorTexts;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.NotAllowedException;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.users.Person;
import io.rehydrate.users.UserDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request file in a folder that only we can write to, and the note next to it. */
final class RequestFile {
  private static final int LARGEST = 64 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Refreshes refreshes;
  private final UserDirectory users;

  RequestFile(Refreshes refreshes, UserDirectory users) {
    this.users = users;
    this.refreshes = refreshes;
  }

  /**
   * Queues what the file asks for, in the name of its owner.
   *
   * @param name as the journal shall have it
   * @throws RehydrateException where it can't be used
   */
  Run queue(InboxFolder folder, Path file, String name) {
    try {
      PosixFileAttributes attributes = folder.attributes(file);
      requirePlain(attributes, folder.names(file));
      byte[] request = folder.read(file, LARGEST + 1);
      requireSize(request.length);
      Person owner = owner(attributes, name);
      return refreshes.queue(owner, RefreshRequest.parse(request));
    } catch (IOException e) {
      throw new InvalidException(
          ErrorCode.REQUEST_FILE, "The request can't be read", "Check the file's rights", e);
    }
  }

  /** Has the audit say that a file was refused, and whose it is. */
  void refused(InboxFolder folder, Path file, String name, RehydrateException why) {
    String owner = "";
    try {
      owner = folder.attributes(file).owner().getName();
    } catch (IOException e) {
      // whoever dropped it took it away again
    }
    refreshes.refused(new Actor(owner, "inbox " + name), why);
  }

  /** Who dropped the file, by the system; a name in the file itself would prove nothing. */
  private Person owner(PosixFileAttributes attributes, String name) {
    return users
        .person(attributes.owner().getName(), "inbox " + name)
        .orElseThrow(
            () ->
                new NotAllowedException(
                    ErrorCode.REQUEST_OWNER,
                    "The file's owner on this system is not a user",
                    "Ask an operator to add a user of that name, or drop it as one"));
  }

  private static void requirePlain(PosixFileAttributes attributes, int names) {
    if (!attributes.isRegularFile()) {
      throw new InvalidException(
          ErrorCode.REQUEST_FILE,
          "The request is " + kind(attributes) + ", not a plain file",
          "Drop the file itself");
    }
    if (names > 1) {
      throw new InvalidException(
          ErrorCode.REQUEST_FILE,
          "The request is a file that has another name elsewhere (a hard link)",
          "Drop a copy of it");
    }
  }

  private static String kind(PosixFileAttributes attributes) {
    if (attributes.isSymbolicLink()) {
      return "a link";
    }
    return attributes.isDirectory() ? "a folder" : "a pipe, a socket or a device";
  }

  private static void requireSize(int bytes) {
    if (bytes > LARGEST) {
      throw new InvalidException(
          ErrorCode.REQUEST_SIZE,
          "The request is larger than " + LARGEST + " bytes",
          "A request has three short fields");
    }
  }

  /** What the request became. */
  static byte[] note(Run run) {
    Map<String, Object> note = new LinkedHashMap<>();
    note.put("run", run.id().value());
    run.target().ifPresent(target -> note.put("target", target));
    run.dump().ifPresent(dump -> note.put("dump", dump));
    run.ref().ifPresent(ref -> note.put("ref", ref));
    note.put("address", "/api/v1/runs/" + run.id());
    return json(note);
  }

  /** Why it became nothing; as RFC 9457 has it. */
  static byte[] note(RehydrateException problem) {
    Map<String, Object> note = new LinkedHashMap<>();
    note.put("type", ErrorTexts.address(problem.code()));
    note.put("title", "The request was not taken");
    note.put("status", problem.httpStatus());
    note.put("detail", problem.getMessage());
    note.put("code", problem.code());
    note.put("hint", problem.hint());
    return json(note);
  }

  private static byte[] json(Map<String, Object> note) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(note);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
