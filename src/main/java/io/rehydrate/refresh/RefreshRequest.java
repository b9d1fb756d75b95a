package io.rehydrate.refresh;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.PrintableText;
import io.rehydrate.run.RequestKey;
import io.rehydrate.store.OfferedDumps;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody asks for: {@code {"target": "dev-a", "dump": "latest", "ref": "main"}}.
 *
 * @param dump an id, or {@code latest}
 * @param ref empty: no migrations
 * @param override whether the target is refreshed although somebody else protects it
 * @param key by which the same request is known again
 */
public record RefreshRequest(
    String target, String dump, Optional<String> ref, boolean override, Optional<RequestKey> key) {
  private static final int DEEPEST = 5;
  private static final int LONGEST_TEXT = 500;
  private static final int LONGEST_NAME = 60;
  private static final Pattern DOUBLED = Pattern.compile("Duplicate field '([^']*)'");
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(LONGEST_TEXT)
                          .maxNumberLength(20)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private record Written(String target, String dump, String ref, Boolean override, String id) {}

  /** Of a target that nobody else protects. */
  public RefreshRequest(String target, String dump, Optional<String> ref) {
    this(target, dump, ref, false, Optional.empty());
  }

  /** The same with a key. */
  public RefreshRequest keyed(Optional<RequestKey> by) {
    return new RefreshRequest(target, dump, ref, override, by);
  }

  /**
   * Reads a request.
   *
   * @throws InvalidException {@code request.key}, {@code request.invalid}, without the text that
   *     was given
   */
  public static RefreshRequest parse(byte[] json) {
    try {
      Written written = JSON.readValue(json, Written.class);
      if (written == null || written.target() == null || written.target().isBlank()) {
        throw invalid("it names no target", null);
      }
      String dump =
          written.dump() == null || written.dump().isBlank() ? OfferedDumps.LATEST : written.dump();
      return new RefreshRequest(
          written.target(),
          dump,
          Optional.ofNullable(written.ref()).filter(r -> !r.isBlank()),
          Boolean.TRUE.equals(written.override()),
          Optional.ofNullable(written.id()).map(RequestKey::new));
    } catch (UnrecognizedPropertyException e) {
      throw invalid("it has the unknown field '" + shown(e.getPropertyName()) + "'", e);
    } catch (MismatchedInputException e) {
      String field = e.getPath().stream().map(Reference::getFieldName).findFirst().orElse(null);
      throw invalid(
          json.length == 0
              ? "it is empty"
              : field == null
                  ? "it is no JSON object"
                  : "its field '"
                      + shown(field)
                      + (field.equals("override") ? "' is neither true nor false" : "' is no text"),
          e);
    } catch (JsonProcessingException e) {
      Matcher doubled = DOUBLED.matcher(e.getOriginalMessage());
      if (doubled.lookingAt()) {
        throw invalid("its field '" + shown(doubled.group(1)) + "' is there twice", e);
      }
      String where = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
      throw invalid("it is not the JSON that is expected" + where, e);
    } catch (IOException e) {
      throw invalid("it can't be read", e);
    }
  }

  private static String shown(String name) {
    String line = PrintableText.line(name);
    return line.length() <= LONGEST_NAME ? line : line.substring(0, LONGEST_NAME) + "...";
  }

  private static InvalidException invalid(String why, Exception cause) {
    return new InvalidException(
        ErrorCode.REQUEST_INVALID,
        "The request can't be used: " + why,
        "Write {\"target\": \"dev-a\", \"dump\": \"latest\", \"ref\": \"main\"}; dump and ref may"
            + " be left out",
        cause);
  }
}
