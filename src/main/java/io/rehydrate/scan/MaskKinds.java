package io.rehydrate.scan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rehydrate.plan.MaskSpec;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;

/** What a mask's results look like by design, so that finding it proves nothing. */
final class MaskKinds {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_CONSTANT = 1 << 16;
  private static final Set<String> MAKE_NAMES =
      Set.of("first-name", "last-name", "full-name", "company", "street", "city");

  private MaskKinds() {}

  static Set<Kind> lookAlikes(MaskSpec mask) {
    return switch (mask.name()) {
      case "digits" -> EnumSet.of(Kind.PHONE, Kind.SSN, Kind.CARD, Kind.IBAN, Kind.IP);
      case "phone", "postcode", "number-noise" -> EnumSet.of(Kind.PHONE, Kind.SSN, Kind.CARD);
      case "hash", "uuid" -> EnumSet.of(Kind.CARD, Kind.NAME);
      case "value" -> ofConstant(node(mask.argument()).asText());
      case "json" -> ofPaths(node(mask.argument()));
      case "sql" -> EnumSet.noneOf(Kind.class);
      default -> EnumSet.of(Kind.NAME);
    };
  }

  private static Set<Kind> ofConstant(String constant) {
    byte[] bytes = constant.getBytes(StandardCharsets.UTF_8);
    Text text = new Text(LONGEST_CONSTANT);
    text.length = Math.min(bytes.length, LONGEST_CONSTANT);
    System.arraycopy(bytes, 0, text.bytes, 0, text.length);
    long found = new Patterns().find(text, 0);
    EnumSet<Kind> kinds = EnumSet.of(Kind.PHONE, Kind.SSN, Kind.CARD, Kind.NAME);
    kinds.addAll(Kind.all().stream().filter(kind -> (found & Form.bits(kind)) != 0).toList());
    return kinds;
  }

  private static Set<Kind> ofPaths(JsonNode paths) {
    EnumSet<Kind> kinds = EnumSet.noneOf(Kind.class);
    boolean makesNames = false;
    for (JsonNode inner : paths) {
      kinds.addAll(lookAlikes(spec(inner)));
      makesNames |= MAKE_NAMES.contains(spec(inner).name());
    }
    if (!makesNames) {
      kinds.remove(Kind.NAME);
    }
    return kinds;
  }

  private static MaskSpec spec(JsonNode written) {
    if (!written.isObject() || written.isEmpty()) {
      return MaskSpec.of(written.asText());
    }
    String name = written.fieldNames().next();
    return new MaskSpec(name, written.get(name).toString());
  }

  private static JsonNode node(String argument) {
    try {
      return JSON.readTree(argument);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not the argument of a mask", e);
    }
  }
}
