package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.error.RefusedException;
import io.rehydrate.run.Figures;
import io.rehydrate.settings.Amounts;
import io.rehydrate.settings.Environment;
import io.rehydrate.settings.Role;
import io.rehydrate.settings.Settings;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.settings.User;
import io.rehydrate.settings.UsersFile;
import io.rehydrate.settings.UsersText;
import io.rehydrate.users.AccessToken;
import io.rehydrate.users.AccessTokens;
import io.rehydrate.users.Passwords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code users}: who may use the API and the console. */
@Command(
    name = "users",
    mixinStandardHelpOptions = true,
    description = "Adds, removes and lists users and their tokens.")
final class UsersCommand implements Runnable {
  private static final Duration LONGEST_TOKEN = Duration.ofDays(3650);

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "Say what to do with the users: list, add, remove, password, token or revoke");
  }

  private record UserView(
      String name,
      String role,
      boolean password,
      Optional<Instant> lastSignIn,
      List<TokenView> tokens) {}

  private record TokenView(
      String id, Instant createdAt, Instant expiresAt, Optional<Instant> lastUse) {
    static TokenView of(AccessToken token) {
      return new TokenView(token.id(), token.createdAt(), token.expiresAt(), token.usedAt());
    }
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists users and tokens.")
  void list(@Option(names = "--json", description = "As JSON.") boolean json) {
    Settings settings = settings();
    List<UserView> users = views(settings);
    if (json) {
      Terminal.view(users);
      return;
    }
    Terminal.table(
        List.of("NAME", "ROLE", "PASSWORD", "LAST SIGN-IN", "TOKEN", "EXPIRES", "LAST USE"),
        users.stream().flatMap(UsersCommand::rows).toList());
  }

  private List<UserView> views(Settings settings) {
    try (Beans beans = CommandContext.beans(settings, Logging.Mode.COMMAND, List.of())) {
      List<AccessToken> tokens = beans.access().tokens().list();
      Map<String, Instant> signIns = beans.access().signIns().last();
      return text(settings).users().values().stream()
          .map(
              user ->
                  new UserView(
                      user.name(),
                      user.role().text(),
                      user.passwordHash().isPresent(),
                      Optional.ofNullable(signIns.get(user.name())),
                      tokens.stream()
                          .filter(token -> token.user().equals(user.name()))
                          .map(TokenView::of)
                          .toList()))
          .toList();
    }
  }

  private static Stream<List<String>> rows(UserView user) {
    String password = user.password() ? "yes" : "no";
    String signIn = user.lastSignIn().map(Figures::time).orElse("never");
    if (user.tokens().isEmpty()) {
      return Stream.of(List.of(user.name(), user.role(), password, signIn, "", "", ""));
    }
    return user.tokens().stream()
        .map(
            token ->
                List.of(
                    user.name(),
                    user.role(),
                    password,
                    signIn,
                    token.id(),
                    Figures.time(token.expiresAt()),
                    token.lastUse().map(Figures::time).orElse("never")));
  }

  @Command(name = "add", mixinStandardHelpOptions = true, description = "Adds a user.")
  void add(
      @Parameters(paramLabel = "NAME") String name,
      @Option(
              names = "--role",
              required = true,
              paramLabel = "ROLE",
              description = "viewer, developer or operator.")
          String roleName,
      @Option(
              names = "--password-file",
              paramLabel = "FILE",
              description = "Holds the password; without it, the terminal asks.")
          Optional<Path> passwordFile,
      @Option(
              names = "--no-password",
              description = "Signs in by tokens or through a reverse proxy only.")
          boolean noPassword) {
    Role role =
        Role.of(roleName)
            .orElseThrow(
                () ->
                    new InvalidException(
                        ErrorCode.USER_ROLE, "There is no such role", "Write " + Role.all()));
    if (!User.isName(name)) {
      throw new InvalidException(
          ErrorCode.USER_NAME, "This can't be a user's name", "A name has " + User.NAME_FORM);
    }
    Settings settings = settings();
    Path file = settings.users().file();
    requireAbsent(text(file), name, role);
    Optional<String> hash =
        noPassword ? Optional.empty() : Optional.of(Passwords.hash(NewPassword.read(passwordFile)));
    boolean first = !Files.exists(file);
    UsersChange.apply(
        settings,
        "users add",
        name,
        "role " + role.text(),
        text -> {
          requireAbsent(text, name, role);
          return text.with(new User(name, role, hash));
        });
    Terminal.message("added " + name + ", " + role.text());
    if (first) {
      Terminal.message(
          "There are users now: a running daemon asks everybody who it is from the next request on.");
    }
  }

  private static void requireAbsent(UsersText text, String name, Role role) {
    if (text.users().containsKey(name)) {
      throw new InvalidException(
          ErrorCode.USER_EXISTS,
          "There is a user " + name,
          "Set another password with 'users password', or remove the user first");
    }
    if (text.users().isEmpty() && role != Role.OPERATOR) {
      throw new RefusedException(
          ErrorCode.USER_OPERATOR,
          "The first user must be an operator: somebody has to be",
          "Add one with --role operator first");
    }
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Removes a user, and ends their sessions and tokens.")
  void remove(@Parameters(paramLabel = "NAME") String name) {
    Settings settings = settings();
    try (Beans beans = CommandContext.beans(settings, Logging.Mode.COMMAND, List.of())) {
      UsersChange.apply(
          beans,
          "users remove",
          name,
          "",
          text -> {
            requireUser(text, name);
            UsersText rest = text.without(name);
            if (text.hasOperator() && !rest.hasOperator()) {
              throw new RefusedException(
                  ErrorCode.USER_OPERATOR,
                  name + " is the last operator",
                  "Add another one first; to have no users at all, stop the daemon and delete the"
                      + " file");
            }
            return rest;
          });
      beans.access().signIns().forget(name);
      int tokens = beans.access().tokens().revokeAllOf(name);
      Terminal.message("removed " + name + (tokens == 0 ? "" : "; tokens revoked: " + tokens));
      ownerOf(settings, name)
          .ifPresent(keys -> Terminal.message("warning: take " + name + " out of " + keys));
    }
  }

  private static Optional<String> ownerOf(Settings settings, String name) {
    return Optional.of(
            settings.targets().values().stream()
                .filter(target -> target.owners().contains(name))
                .map(target -> "target." + target.name() + ".owners")
                .collect(Collectors.joining(", ")))
        .filter(keys -> !keys.isEmpty());
  }

  @Command(
      name = "password",
      mixinStandardHelpOptions = true,
      description = "Sets a user's password, and ends their sessions.")
  void password(
      @Parameters(paramLabel = "NAME") String name,
      @Option(
              names = "--password-file",
              paramLabel = "FILE",
              description = "Holds the password; without it, the terminal asks.")
          Optional<Path> passwordFile) {
    Settings settings = settings();
    requireUser(text(settings.users().file()), name);
    String hash = Passwords.hash(NewPassword.read(passwordFile));
    UsersChange.apply(
        settings,
        "users password",
        name,
        "",
        text -> text.with(new User(name, requireUser(text, name).role(), Optional.of(hash))));
    Terminal.message("set the password of " + name);
  }

  @Command(
      name = "token",
      mixinStandardHelpOptions = true,
      description = "Makes a token for programs, and prints it; it is shown only once.")
  void token(
      @Parameters(paramLabel = "NAME") String name,
      @Option(
              names = "--expires",
              paramLabel = "DURATION",
              defaultValue = "90d",
              description = "When it ends: 12h, 90d (the default), at most 3650d.")
          String expires) {
    Settings settings = settings();
    requireUser(text(settings), name);
    try (Beans beans = CommandContext.beans(settings, Logging.Mode.COMMAND, List.of())) {
      Duration validity = validity(expires);
      AccessTokens.Issued issued =
          Audited.act(
              beans,
              "users token",
              name,
              "expires " + expires,
              () -> beans.access().tokens().issue(name, validity));
      Terminal.message(
          "token "
              + issued.token().id()
              + " of "
              + name
              + ", until "
              + Figures.time(issued.token().expiresAt())
              + "; it is not shown again:");
      Terminal.data(issued.text());
    }
  }

  private static Duration validity(String text) {
    try {
      Duration validity = Amounts.duration(text);
      if (validity.compareTo(LONGEST_TOKEN) <= 0) {
        return validity;
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidException(
          ErrorCode.USER_TOKEN, "--expires is no duration", "Write one as 12h or 90d", e);
    }
    throw new InvalidException(
        ErrorCode.USER_TOKEN, "--expires is too long", "Write at most 3650d");
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Ends a token; 'users list' shows the ids.")
  void revoke(@Parameters(paramLabel = "TOKEN-ID") String id) {
    try (Beans beans = CommandContext.beans(settings(), Logging.Mode.COMMAND, List.of())) {
      Audited.act(
          beans, "users revoke", "token " + id, "", () -> beans.access().tokens().revoke(id));
      Terminal.message("revoked");
    }
  }

  /** Without the users file's own problems: these commands mend them. */
  private Settings settings() {
    return SettingsReader.readForUsers(CommandContext.of(spec), Environment.variables());
  }

  private static UsersText text(Settings settings) {
    return text(settings.users().file());
  }

  private static UsersText text(Path file) {
    try {
      UsersText text = Files.exists(file) ? UsersFile.read(file) : UsersText.parse(List.of());
      text.problems().forEach(what -> Terminal.message("warning: " + file + ": " + what));
      return text;
    } catch (IOException e) {
      throw new InvalidException(
          ErrorCode.USERS_UNREADABLE,
          "The users file " + file + " can't be read (" + e.getClass().getSimpleName() + ")",
          "Check its rights",
          e);
    }
  }

  private static User requireUser(UsersText text, String name) {
    return Optional.ofNullable(text.users().get(name))
        .orElseThrow(
            () ->
                new NotFoundException(
                    ErrorCode.USER_UNKNOWN,
                    "There is no user of this name",
                    "'users list' shows them; 'users add' adds one"));
  }
}
