package io.rehydrate.refresh;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.MigrationFailedException;
import io.rehydrate.error.PrintableText;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.exec.ConnectionFile;
import io.rehydrate.exec.LoggedProgram;
import io.rehydrate.exec.OptionFile;
import io.rehydrate.exec.RunningPrograms;
import io.rehydrate.migrate.CommitSha;
import io.rehydrate.migrate.GitRepository;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.settings.PrivateFiles;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings.MigrationCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs an operator's program in place of Flyway, in the files of the ref's commit. It has an
 * environment of its own, and the account that migrates, by files that are gone afterwards.
 */
final class CommandMigrations {
  private static final int TOLD = 3;

  private final MigrationCommand command;
  private final GitRepository repository;
  private final LoggedProgram program;

  CommandMigrations(MigrationCommand command, GitRepository repository, RunningPrograms programs) {
    this.command = command;
    this.repository = repository;
    this.program = new LoggedProgram(programs);
  }

  /**
   * Runs it to its end.
   *
   * @param login of the account that migrates; its URL names the schema
   * @throws MigrationFailedException {@code migrations.failed}, {@code migrations.deadline}
   * @throws StageFailedException {@code program.missing}, {@code run.folder}
   */
  void run(ActiveRun run, CommitSha commit, ServerLogin login, Duration deadline) {
    Path folder = run.workDirectory();
    try (ConnectionFile json = ConnectionFile.json(folder, login);
        ConnectionFile properties = ConnectionFile.properties(folder, login);
        OptionFile options = OptionFile.write(folder, login)) {
      Path tree = PrivateFiles.createDirectories(folder.resolve("work-tree"));
      int leftOut = repository.writeTo(tree, commit);
      if (leftOut > 0) {
        run.log().info("left out of the work tree: " + leftOut + " links or submodules");
      }
      Map<String, String> values =
          Map.of(
              "{connection.json}", json.path().toString(),
              "{connection.properties}", properties.path().toString(),
              "{connection.cnf}", options.path().toString(),
              "{schema}", login.url().schema().orElseThrow(),
              "{commit}", commit.value());
      List<String> line =
          Stream.concat(
                  Stream.of(command.program().toString()),
                  command.arguments().stream().map(argument -> filled(argument, values)))
              .toList();
      end(run, login, line, tree, deadline, Map.of("REHYDRATE_CONNECTION", json.path().toString()));
    } catch (IOException e) {
      throw new StageFailedException(
          ErrorCode.RUN_FOLDER,
          "The work tree of " + commit.brief() + " can't be written (" + e.getMessage() + ")",
          "Check the rights and the free space of the state folder",
          e);
    }
  }

  private void end(
      ActiveRun run,
      ServerLogin login,
      List<String> line,
      Path tree,
      Duration deadline,
      Map<String, String> environment) {
    String name = command.program().getFileName().toString();
    List<String> last = Collections.synchronizedList(new ArrayList<>());
    run.log().info("running " + name);
    try {
      int exit =
          program.run(
              line,
              run.workDirectory(),
              tree,
              environment,
              deadline,
              text -> {
                String shown = PrintableText.line(hidden(text, login));
                run.log().info(name + ": " + shown);
                last.add(shown);
                if (last.size() > TOLD) {
                  last.remove(0);
                }
              });
      run.requireNotCancelled();
      if (exit != 0) {
        throw new MigrationFailedException(
            ErrorCode.MIGRATIONS_FAILED,
            name
                + " ended with exit code "
                + exit
                + (last.isEmpty() ? "" : ": " + String.join("; ", last)),
            "The run's log has its output. Correct the migration on the branch, or choose another ref");
      }
    } catch (StageFailedException e) {
      run.requireNotCancelled();
      if (e.errorCode() != ErrorCode.PROGRAM_DEADLINE) {
        throw e;
      }
      throw new MigrationFailedException(
          ErrorCode.MIGRATIONS_DEADLINE,
          e.getMessage(),
          "Raise deadline.migration, or look for a statement that waits for a lock",
          e);
    }
  }

  private static String filled(String argument, Map<String, String> values) {
    String filled = argument;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace(value.getKey(), value.getValue());
    }
    return filled;
  }

  private static String hidden(String text, ServerLogin login) {
    String password = login.password().reveal();
    return password.isEmpty() ? text : text.replace(password, "***");
  }
}
