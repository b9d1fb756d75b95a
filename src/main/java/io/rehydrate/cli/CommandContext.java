package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.run.Actor;
import io.rehydrate.run.ProcessFolder;
import io.rehydrate.settings.Environment;
import io.rehydrate.settings.Settings;
import io.rehydrate.settings.SettingsReader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** The home folder that a command was called for. */
public final class CommandContext {
  private static volatile boolean ownProcess;

  private CommandContext() {}

  /** Says that the whole process is one command's: its temporary files belong to the home. */
  static void ownProcess() {
    ownProcess = true;
  }

  /** The folder of {@code --home}. */
  public static Path of(CommandSpec spec) {
    return ((Rehydrate) spec.root().userObject()).home().toAbsolutePath().normalize();
  }

  static Settings settings(CommandSpec spec) {
    return SettingsReader.read(of(spec), Environment.variables());
  }

  /** Reads the settings, sets up logging, makes the beans. */
  static Beans beans(CommandSpec spec, Logging.Mode mode) {
    return beans(settings(spec), mode, List.of());
  }

  public static Beans beans(Settings settings, Logging.Mode mode, List<String> ownLeases) {
    Logging.configure(settings, mode);
    if (ownProcess) {
      ProcessFolder.use(settings.stateDirectory());
    }
    return new Beans(settings, Clock.systemUTC(), Version.text(), ownLeases);
  }

  /** Who sits at this terminal. */
  public static Actor actor() {
    return new Actor(System.getProperty("user.name"), "cli");
  }
}
