package io.rehydrate.scan;

import java.util.HashMap;
import java.util.Map;

/** Bank account numbers: a country, two check digits, and as many characters as it has. */
final class Ibans {
  private static final String LENGTHS =
      "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 "
          + "EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 "
          + "IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MR27 MT31 "
          + "MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 "
          + "SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20";
  private static final Map<Integer, Integer> LENGTH = new HashMap<>();

  static {
    for (String entry : LENGTHS.split(" ")) {
      LENGTH.put(key(entry.charAt(0), entry.charAt(1)), Integer.parseInt(entry.substring(2)));
    }
  }

  private Ibans() {}

  private static int key(int first, int second) {
    return first << 8 | second;
  }

  /** The form of what is there, with or without blanks between groups; 0 for something else. */
  static long at(Text text, int start) {
    if (!text.isDigit(start + 2) || !text.isDigit(start + 3) || !text.isUpper(start + 1)) {
      return 0;
    }
    int wanted = LENGTH.getOrDefault(key(text.at(start), text.at(start + 1)), 0);
    int rest = 0;
    int count = 0;
    int at = start;
    int last = start;
    while (count < wanted && (text.isDigit(at) || text.isUpper(at) || text.at(at) == ' ')) {
      if (text.at(at) != ' ') {
        rest = count < 4 ? rest : with(rest, text.at(at));
        count++;
        last = at;
      } else if (text.at(at + 1) == ' ') {
        return 0;
      }
      at++;
    }
    if (wanted == 0 || count < wanted || text.isInsideWord(last + 1)) {
      return 0;
    }
    for (int i = 0; i < 4; i++) {
      rest = with(rest, text.at(start + i));
    }
    return rest == 1 ? Form.IBAN.bit() : Form.IBAN_OTHER.bit();
  }

  private static int with(int rest, int c) {
    return c <= '9' ? (rest * 10 + c - '0') % 97 : (rest * 100 + c - 'A' + 10) % 97;
  }
}
