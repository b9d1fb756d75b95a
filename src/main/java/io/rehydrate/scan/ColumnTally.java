package io.rehydrate.scan;

import io.rehydrate.schema.TableName;
import java.util.ArrayList;
import java.util.List;

/** How many values of a column hold what was looked for. */
final class ColumnTally {
  private static final Form[] FORMS = Form.values();
  private static final Kind[] KINDS = Kind.values();
  private static final long[] OF_KIND = new long[KINDS.length];

  static {
    for (Kind kind : KINDS) {
      OF_KIND[place(kind)] = Form.bits(kind);
    }
  }

  private final ColumnRule rule;
  private final long[] forms = new long[FORMS.length];
  private final long[] kinds = new long[KINDS.length];
  private final NameTally names = new NameTally();
  private long values;
  private long words;
  private long bits;
  private boolean word;

  ColumnTally(ColumnRule rule) {
    this.rule = rule;
  }

  private static int place(Kind kind) {
    return Integer.numberOfTrailingZeros(kind.bit());
  }

  ColumnRule rule() {
    return rule;
  }

  NameTally names() {
    return names;
  }

  /** A value, or a piece of one: what it holds twice counts once. */
  void add(Text text, boolean quoted, Patterns patterns) {
    if (quoted || !rule.isNumber() || text.isWhole()) {
      bits |= patterns.find(text, rule.meanings());
    }
    if (rule.isOfPhones() && Phones.isNumber(text)) {
      bits |= Form.PHONE_SURE.bit();
    }
    word |= rule.countsWords() && text.hasWord();
    if (!text.unfinished) {
      count();
    }
  }

  private void count() {
    values++;
    words += word ? 1 : 0;
    word = false;
    long found = bits & rule.forms();
    bits = 0;
    if (found == 0) {
      return;
    }
    for (long left = found; left != 0; left &= left - 1) {
      forms[Long.numberOfTrailingZeros(left)]++;
    }
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] += (found & OF_KIND[i]) == 0 ? 0 : 1;
    }
  }

  void add(ColumnTally other) {
    for (int i = 0; i < forms.length; i++) {
      forms[i] += other.forms[i];
    }
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] += other.kinds[i];
    }
    values += other.values;
    words += other.words;
    names.add(other.names);
  }

  /** Values in which letters that are words were kept by a mask that keeps letters. */
  long words() {
    return words;
  }

  List<Finding> findings(TableName table) {
    Verdict verdict = new Verdict(forms, rule.isNumber());
    List<Finding> findings = new ArrayList<>();
    for (Kind kind : KINDS) {
      long seen = kind == Kind.NAME ? names.found() : kinds[place(kind)];
      long held = kind == Kind.NAME ? seen : Math.min(seen, verdict.held(kind));
      if (seen > 0) {
        long told = held > 0 ? held : seen;
        findings.add(new Finding(table, rule.column(), kind, told, values, held > 0));
      }
    }
    return findings;
  }
}
