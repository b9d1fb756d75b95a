package io.rehydrate.plan;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.settings.FillIn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Reads {@code plan.yaml}; what is wrong with it as a text is reported all at once. */
public final class PlanFile {
  private static final int MOST_BYTES = YamlTree.MOST_CHARACTERS;

  private PlanFile() {}

  /**
   * @throws InvalidException {@code plan.unreadable} when there is no such file or it is too large,
   *     {@code plan.invalid} with every problem and its line
   */
  public static Plan read(Path file) {
    byte[] bytes = bytes(file);
    String name = file.getFileName() == null ? file.toString() : file.getFileName().toString();
    return parse(name, text(bytes, file));
  }

  /**
   * Reads a plan's text.
   *
   * @param name of the file, for problems
   * @throws InvalidException {@code plan.invalid} with every problem and its line
   */
  public static Plan parse(String name, String text) {
    Problems problems = Problems.in(name);
    FillIn.in(Path.of(name), text)
        .forEach(place -> problems.addAtLine(place.line(), place.wanted(), "must be filled in"));
    problems.throwIfAny();
    YamlTree.Read yaml = YamlTree.read(text, problems);
    problems.throwIfAny();
    PlanLines lines = new PlanLines(name, yaml.lines());
    Problems inSchema = new Problems(lines);
    PlanSchema.check(yaml.root(), inSchema);
    inSchema.throwIfAny();
    return PlanParser.assemble(
        yaml.root(), text, sha256(text.getBytes(StandardCharsets.UTF_8)), lines);
  }

  private static byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw unreadable(
            "The plan " + file + " is larger than 1 MB", "Is it the right file?", null);
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw unreadable(
          "There is no plan at " + file,
          "Set plan.file, or write a first plan with 'plan draft'.",
          e);
    } catch (IOException e) {
      throw unreadable(
          "The plan " + file + " can't be read: " + e.getClass().getSimpleName(),
          "Look at the file and its permissions.",
          e);
    }
  }

  private static String text(byte[] bytes, Path file) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw unreadable("The plan " + file + " is not UTF-8", "Save it as UTF-8.", e);
    }
  }

  private static InvalidException unreadable(String message, String hint, Throwable cause) {
    return new InvalidException(ErrorCode.PLAN_UNREADABLE, message, hint, cause);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
