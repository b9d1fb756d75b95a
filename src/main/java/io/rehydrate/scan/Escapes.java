package io.rehydrate.scan;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Undoes, once, what hides a character: percent signs of addresses, entities of HTML, backslashes
 * of programs' texts.
 */
final class Escapes {
  private static final int LONGEST_ENTITY = 10;
  private static final Map<String, String> ENTITIES =
      Map.ofEntries(
          Map.entry("amp", "&"),
          Map.entry("lt", "<"),
          Map.entry("gt", ">"),
          Map.entry("quot", "\""),
          Map.entry("apos", "'"),
          Map.entry("nbsp", " "),
          Map.entry("commat", "@"),
          Map.entry("period", "."),
          Map.entry("plus", "+"),
          Map.entry("sol", "/"),
          Map.entry("colon", ":"),
          Map.entry("lpar", "("),
          Map.entry("rpar", ")"),
          Map.entry("hyphen", "-"),
          Map.entry("dash", "-"),
          Map.entry("lowbar", "_"),
          Map.entry("dollar", "$"),
          Map.entry("ast", "*"),
          Map.entry("equals", "="),
          Map.entry("Tab", " "),
          Map.entry("NewLine", "\n"));

  private Text out = new Text(0);
  private Text in;
  private boolean ofAddress;

  /** Whether something is hidden behind this character. */
  static boolean isAt(Text text, int at) {
    return switch (text.at(at)) {
      case '%' -> text.isHex(at + 1) && text.isHex(at + 2);
      case '&' -> text.at(at + 1) == '#' || text.isLetter(at + 1);
      case '\\' -> {
        int next = text.at(at + 1);
        yield next == 'u' || next == 'x' || next == '/' || next == '\\';
      }
      default -> false;
    };
  }

  /**
   * The text without them; good until the next call.
   *
   * @param address whether it may be an address' query, in which a plus stands for a space
   */
  Text undone(Text text, boolean address) {
    if (out.bytes.length < text.length) {
      out = new Text(text.bytes.length);
    }
    in = text;
    out.length = 0;
    out.continued = text.continued;
    out.unfinished = text.unfinished;
    ofAddress = address;
    int at = 0;
    while (at < text.length) {
      at = isAt(text, at) ? escaped(at) : plain(at);
    }
    return out;
  }

  private int plain(int at) {
    int b = in.at(at);
    add(b == '+' && ofAddress ? ' ' : b);
    return at + 1;
  }

  private int escaped(int at) {
    return switch (in.at(at)) {
      case '%' -> {
        add(hex(at + 1, 2));
        yield at + 3;
      }
      case '&' -> entity(at);
      default -> backslash(at);
    };
  }

  private int backslash(int start) {
    int at = start + 1;
    while (in.at(at) == '\\') {
      at++;
    }
    int next = in.at(at);
    int digits = next == 'u' ? 4 : next == 'x' ? 2 : 0;
    if (digits > 0 && hex(at + 1, digits) >= 0) {
      addCharacter(hex(at + 1, digits));
      return at + 1 + digits;
    }
    if (next == '/' || next == '"') {
      add(next);
      return at + 1;
    }
    for (int i = start; i < at; i++) {
      add('\\');
    }
    return at;
  }

  private int entity(int start) {
    int end = start + 1;
    while (end - start <= LONGEST_ENTITY && (in.isWord(end) || in.at(end) == '#')) {
      end++;
    }
    if (in.at(end) != ';') {
      return plain(start);
    }
    int code = in.at(start + 1) == '#' ? number(start + 2, end) : -1;
    if (code >= 0) {
      addCharacter(code);
      return end + 1;
    }
    String name = new String(in.bytes, start + 1, end - start - 1, StandardCharsets.US_ASCII);
    String meant = ENTITIES.get(name);
    if (meant == null) {
      return plain(start);
    }
    add(meant.charAt(0));
    return end + 1;
  }

  private int number(int from, int end) {
    boolean hex = in.at(from) == 'x' || in.at(from) == 'X';
    int code = 0;
    for (int at = hex ? from + 1 : from; at < end; at++) {
      int digit = Character.digit(in.at(at), hex ? 16 : 10);
      if (digit < 0 || code > 0x10ffff) {
        return -1;
      }
      code = code * (hex ? 16 : 10) + digit;
    }
    return code;
  }

  /** -1: there are none. */
  private int hex(int from, int digits) {
    int value = 0;
    for (int at = from; at < from + digits; at++) {
      int digit = Character.digit(in.at(at), 16);
      if (digit < 0) {
        return -1;
      }
      value = (value << 4) | digit;
    }
    return value;
  }

  /** Never longer than what stands for it. */
  private void addCharacter(int code) {
    if (code < 0x80) {
      add(code == 0 || code == 0xa0 ? ' ' : code);
    } else if (code < 0x800) {
      add(0xc0 | (code >> 6));
      add(0x80 | (code & 0x3f));
    } else {
      add(0xe0 | ((code >> 12) & 0xf));
      add(0x80 | ((code >> 6) & 0x3f));
      add(0x80 | (code & 0x3f));
    }
  }

  private void add(int b) {
    out.bytes[out.length++] = (byte) b;
  }
}
