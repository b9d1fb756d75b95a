package io.rehydrate.settings;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.StageFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes a home folder: settings, a first plan, and secrets with a new mask key. What nobody has
 * answered is marked by {@link FillIn}. Nothing that exists is changed.
 */
public final class NewHome {
  static final String SETTINGS = "application.properties";
  static final String PLAN = "plan.yaml";
  static final String SECRETS = "secrets";

  private static final int KEY_BYTES = 48;
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---"));
  private static final FileAttribute<Set<PosixFilePermission>> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

  private final Path home;
  private final Deque<Path> made = new ArrayDeque<>();

  private NewHome(Path home) {
    this.home = home;
  }

  /** The plan that a new home begins with. */
  public static String plan() {
    return template(PLAN);
  }

  /**
   * Refuses a place where no home can be made.
   *
   * @throws InvalidException {@code home.exists}: there is something already
   */
  public static void requireFree(Path home) {
    if (Files.exists(home) && !Files.isDirectory(home)) {
      throw exists(home + " is a file");
    }
    try (Stream<Path> entries = Files.list(home)) {
      if (entries.findAny().isPresent()) {
        throw exists(home + " is not empty");
      }
    } catch (IOException e) {
      if (Files.exists(home)) {
        throw unwritten(home, e);
      }
    }
  }

  /**
   * Makes the folder with all its files, or nothing.
   *
   * @param values by key
   * @param passwords by the name of their file in {@code secrets}
   * @throws InvalidException {@code home.exists}, {@code home.setting}
   * @throws StageFailedException {@code home.unwritten}
   */
  public static void make(Path home, Map<String, String> values, Map<String, Secret> passwords) {
    requireFree(home);
    String settings = settings(values);
    NewHome fresh = new NewHome(home);
    try {
      fresh.write(settings, passwords);
    } catch (IOException e) {
      fresh.removeAll();
      throw unwritten(home, e);
    }
  }

  private void write(String settings, Map<String, Secret> passwords) throws IOException {
    if (!Files.exists(home)) {
      Files.createDirectories(home, FOLDER);
      made.push(home);
    }
    file(home.resolve(SETTINGS), FILE, settings);
    file(home.resolve(PLAN), FILE, plan());
    Path secrets = home.resolve(SECRETS);
    Files.createDirectory(secrets, PrivateFiles.folder());
    made.push(secrets);
    file(secrets.resolve("mask.key"), PrivateFiles.file(), key());
    for (String name : Stream.of("source", "scratch").toList()) {
      String password =
          passwords.containsKey(name)
              ? passwords.get(name).reveal()
              : FillIn.mark("the password of " + name + ".username");
      file(secrets.resolve(name), PrivateFiles.file(), password + "\n");
    }
  }

  private void file(Path file, FileAttribute<Set<PosixFilePermission>> mode, String text)
      throws IOException {
    Files.createFile(file, mode);
    made.push(file);
    Files.writeString(file, text, StandardOpenOption.WRITE);
  }

  private void removeAll() {
    made.forEach(path -> path.toFile().delete());
  }

  private static String key() {
    byte[] bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String settings(Map<String, String> values) {
    String text = template(SETTINGS);
    for (Map.Entry<String, String> entry : values.entrySet()) {
      String key = entry.getKey();
      requireUsable(key, entry.getValue());
      String line = key + " = " + entry.getValue().replace("\\", "\\\\");
      Matcher old = Pattern.compile("(?m)^" + Pattern.quote(key) + " = .*$").matcher(text);
      text =
          old.find() ? old.replaceFirst(Matcher.quoteReplacement(line)) : text + "\n" + line + "\n";
    }
    return text;
  }

  private static void requireUsable(String key, String value) {
    boolean known = KnownKeys.all().contains(key) || KnownKeys.isOfTarget(key);
    if (!known || KnownKeys.isMistaken(key)) {
      throw setting("There is no setting " + key, "docs/settings.md lists them");
    }
    if (KnownKeys.isSecret(key)) {
      throw setting(
          key + " is a secret, which an argument would show to others",
          "Write it into a file of mode 0600 in the folder " + SECRETS);
    }
    if (!value.matches("[^\\p{Cntrl}]+") || !value.equals(value.strip())) {
      throw setting(
          "The value of "
              + key
              + " is empty, or begins or ends with a space, or has a control character",
          "Give it as one line of text");
    }
  }

  private static String template(String name) {
    try (InputStream in = NewHome.class.getResourceAsStream("home/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InvalidException setting(String what, String hint) {
    return new InvalidException(ErrorCode.HOME_SETTING, what, hint);
  }

  private static InvalidException exists(String what) {
    return new InvalidException(
        ErrorCode.HOME_EXISTS,
        what + ": a home is only made in a new or an empty folder",
        "Name another folder; nothing was changed");
  }

  private static StageFailedException unwritten(Path home, IOException e) {
    return new StageFailedException(
        ErrorCode.HOME_UNWRITTEN,
        "The home folder " + home + " can't be made (" + e.getClass().getSimpleName() + ")",
        "Check the disk, and the rights of the folder above it",
        e);
  }
}
