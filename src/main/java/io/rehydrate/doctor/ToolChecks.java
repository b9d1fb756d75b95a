package io.rehydrate.doctor;

import io.rehydrate.error.RehydrateException;
import io.rehydrate.exec.ClientPrograms;
import io.rehydrate.mysql.ServerVersion;
import io.rehydrate.settings.Environment;
import io.rehydrate.settings.Settings;
import java.util.function.Supplier;

/** The dump program and the client program of this machine. */
record ToolChecks(Settings settings) implements Examination {
  static ClientPrograms programs(Settings settings) {
    return ClientPrograms.in(
        settings.tools().directory(), Environment.variables().getOrDefault("PATH", ""));
  }

  @Override
  public void examine(Findings findings) {
    ClientPrograms programs = programs(settings);
    program("dump program", programs::dump, findings);
    program("client program", programs::client, findings);
  }

  private static void program(
      String name, Supplier<ClientPrograms.Program> look, Findings findings) {
    try {
      ClientPrograms.Program program = look.get();
      if (name.startsWith("dump") && isBroken(program.version())) {
        findings.fail(
            name,
            program.path()
                + " is "
                + program.version()
                + ", which asks for rights that a reader lacks",
            "Install another version: 8.0.33 or later");
      } else {
        findings.ok(
            name, program.path() + ", " + program.version().vendor() + " " + program.version());
      }
    } catch (RehydrateException e) {
      findings.failed(name, e);
    }
  }

  /** These two want RELOAD or FLUSH_TABLES for --single-transaction (MySQL bug 109685). */
  static boolean isBroken(ServerVersion version) {
    String numbers = version.major() + "." + version.minor() + "." + version.patch();
    return !version.isMariaDb() && (numbers.equals("8.0.32") || numbers.equals("5.7.41"));
  }
}
