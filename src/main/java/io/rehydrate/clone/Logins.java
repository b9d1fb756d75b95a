package io.rehydrate.clone;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.exec.OptionFile;
import io.rehydrate.settings.Cloning;
import io.rehydrate.settings.PrivateFiles;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The passwords of clones: for each two files that only this account may read, the password alone
 * and an option file for the client programs.
 */
public final class Logins {
  /** Of a developer, in every clone. */
  public static final String USER = "developer";

  private static final int PASSWORD_BYTES = 24;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Cloning settings;
  private final CloneFolders folders;

  Logins(Cloning settings, CloneFolders folders) {
    this.settings = settings;
    this.folders = folders;
  }

  /** A developer's way into a clone. */
  public record Login(ServerLogin login) {
    String password() {
      return login.password().reveal();
    }
  }

  static String newPassword() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** For a server that only this process knows of. */
  static Login unseen() {
    return new Login(login("127.0.0.1", CloneServers.anyPort(), newPassword()));
  }

  private static ServerLogin login(String host, int port, String password) {
    return new ServerLogin(
        new ServerUrl(inUrl(host), port, Optional.empty(), Map.of()), USER, new Secret(password));
  }

  private static String inUrl(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  /** The address that developers use: of all addresses, the machine's name. */
  public String host() {
    try {
      return InetAddress.getByName(settings.host()).isAnyLocalAddress()
          ? InetAddress.getLocalHost().getHostName()
          : settings.host();
    } catch (IOException e) {
      return settings.host();
    }
  }

  private String ownHost() {
    try {
      return InetAddress.getByName(settings.host()).isAnyLocalAddress()
          ? "127.0.0.1"
          : settings.host();
    } catch (IOException e) {
      return settings.host();
    }
  }

  /** The file with nothing but the password. */
  public Path passwordFile(CloneName name) {
    return folders.logins().resolve(name + ".password");
  }

  /** The option file: {@code mysql --defaults-extra-file=FILE}. */
  public Path optionFile(CloneName name) {
    return folders.logins().resolve(name + ".cnf");
  }

  /** Writes the files of a clone that has none. */
  Login create(CloneName name, int port) {
    return write(name, port, newPassword());
  }

  private Login write(CloneName name, int port, String password) {
    try {
      remove(name);
      write(passwordFile(name), password + "\n");
      write(optionFile(name), OptionFile.text(login(host(), port, password)));
      return new Login(login(ownHost(), port, password));
    } catch (IOException e) {
      throw folders.failed("takes no password file", e);
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.createFile(file, PrivateFiles.file());
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  /**
   * The login of a clone.
   *
   * @throws StageFailedException {@code clone.files}
   */
  public Login of(Clone clone) {
    try {
      Path file = passwordFile(clone.name()).toRealPath(LinkOption.NOFOLLOW_LINKS);
      String password = Files.readString(file, StandardCharsets.UTF_8).strip();
      return new Login(login(ownHost(), clone.port(), password));
    } catch (IOException e) {
      throw new StageFailedException(
          ErrorCode.CLONE_FILES,
          "The password file of the clone " + clone.name() + " can't be read",
          "Remove the clone and create it again",
          e);
    }
  }

  void remove(CloneName name) {
    for (Path file : List.of(passwordFile(name), optionFile(name))) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw folders.failed("holds a password file that can't be removed", e);
      }
    }
  }
}
