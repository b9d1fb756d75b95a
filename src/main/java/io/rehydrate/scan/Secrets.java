package io.rehydrate.scan;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keys, tokens and hashes of passwords, by how they begin and how much follows. */
final class Secrets {
  /** What follows, at least. */
  private record Form(String start, int characters) {}

  private static final List<Form> FORMS =
      List.of(
          new Form("AKIA", 16),
          new Form("ASIA", 16),
          new Form("AIza", 35),
          new Form("SG.", 40),
          new Form("ghp_", 30),
          new Form("gho_", 30),
          new Form("ghu_", 30),
          new Form("ghs_", 30),
          new Form("ghr_", 30),
          new Form("github_pat_", 30),
          new Form("glpat-", 20),
          new Form("npm_", 36),
          new Form("hvs.", 24),
          new Form("dop_v1_", 40),
          new Form("shpat_", 32),
          new Form("xoxb-", 20),
          new Form("xoxp-", 20),
          new Form("xoxa-", 20),
          new Form("xoxs-", 20),
          new Form("sk-", 32),
          new Form("sk_live_", 16),
          new Form("rk_live_", 16),
          new Form("whsec_", 24),
          new Form("ya29.", 20),
          new Form("$2a$", 56),
          new Form("$2b$", 56),
          new Form("$2y$", 56),
          new Form("$5$", 40),
          new Form("$6$", 80),
          new Form("$argon2", 40));

  private static final Map<Integer, List<Form>> BY_FIRST = new TreeMap<>();
  private static final boolean[] FIRST = new boolean[256];

  static {
    for (Form form : FORMS) {
      BY_FIRST.merge(
          (int) form.start().charAt(0),
          List.of(form),
          (a, b) -> java.util.stream.Stream.concat(a.stream(), b.stream()).toList());
      FIRST[form.start().charAt(0)] = true;
    }
    FIRST['e'] = true;
    FIRST['-'] = true;
  }

  private static final String PEM = "-----BEGIN ";
  private static final int PEM_WORDS = 40;

  private Secrets() {}

  static boolean isAt(Text text, int start) {
    int first = text.at(start);
    if (!FIRST[first]) {
      return false;
    }
    if (first == 'e') {
      return isWebToken(text, start);
    }
    if (first == '-') {
      return text.startsWith(start, PEM) && isPrivateKey(text, start + PEM.length());
    }
    for (Form form : BY_FIRST.get(first)) {
      if (text.startsWith(start, form.start())
          && run(text, start + form.start().length()) >= form.characters()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPrivateKey(Text text, int from) {
    for (int at = from; at < from + PEM_WORDS; at++) {
      if (text.startsWith(at, "PRIVATE KEY")) {
        return true;
      }
    }
    return false;
  }

  /** Two parts of JSON in base 64, a dot between them: {@code eyJ....eyJ...} */
  private static boolean isWebToken(Text text, int start) {
    if (!text.startsWith(start, "eyJ")) {
      return false;
    }
    int dot = start;
    while (dot - start < InsertReader.OVERLAP / 2
        && isTokenPart(text, dot)
        && text.at(dot) != '.') {
      dot++;
    }
    return dot - start > 10 && text.startsWith(dot, ".eyJ");
  }

  private static int run(Text text, int from) {
    int at = from;
    while (at - from < InsertReader.OVERLAP / 2 && isTokenPart(text, at)) {
      at++;
    }
    return at - from;
  }

  private static boolean isTokenPart(Text text, int index) {
    int c = text.at(index);
    return (c < 0x80 && text.isWord(index))
        || c == '-'
        || c == '_'
        || c == '.'
        || c == '/'
        || c == '$'
        || c == '+'
        || c == '='
        || c == ',';
  }
}
