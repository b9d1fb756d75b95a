package io.rehydrate.source.aws;

import io.rehydrate.run.RunId;

/** The names of what a run makes, out of its id: a second try finds what the first one made. */
record ScratchNames(String prefix, RunId run) {

  /** Of the cluster and of the snapshot. */
  String base() {
    return prefix + "-" + run.value();
  }

  /** A name is never used twice: the instance of an earlier attempt may linger. */
  String instance(int attempt) {
    return base() + "-i" + attempt;
  }

  /** Which attempt an instance's name is of; 1 where it is none of ours. */
  int attempt(String instance) {
    String number =
        instance.startsWith(base() + "-i") ? instance.substring(base().length() + 2) : "";
    return number.matches("[0-9]{1,3}") ? Integer.parseInt(number) : 1;
  }

  static boolean bears(String prefix, String id) {
    return id.startsWith(prefix + "-");
  }
}
