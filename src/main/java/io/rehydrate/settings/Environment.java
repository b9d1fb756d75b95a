package io.rehydrate.settings;

import java.util.Map;

/** The one place that reads the process's environment. */
public final class Environment {
  private Environment() {}

  public static Map<String, String> variables() {
    return System.getenv();
  }
}
