package io.rehydrate.support;

import io.rehydrate.settings.Role;
import io.rehydrate.settings.User;
import io.rehydrate.settings.UsersFile;
import io.rehydrate.settings.UsersText;
import io.rehydrate.users.Passwords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A users file whose hashes are quick to compute. */
public final class UsersFixture {
  public static final String PASSWORD = "correct horse";

  private final Path file;

  private UsersFixture(Path file) {
    this.file = file;
  }

  public static UsersFixture in(Path folder) {
    return new UsersFixture(folder.resolve("users.properties"));
  }

  public Path file() {
    return file;
  }

  /** Adds a user with the password {@link #PASSWORD}, or changes one. */
  public UsersFixture with(String name, Role role) {
    return withPassword(name, role, PASSWORD);
  }

  /** Changes a role, and not the password. */
  public UsersFixture withRole(String name, Role role) {
    try {
      UsersText text = UsersFile.read(file);
      UsersFile.write(file, text.with(new User(name, role, text.users().get(name).passwordHash())));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public UsersFixture withPassword(String name, Role role, String password) {
    String hash = Passwords.hash(password, 100);
    try {
      UsersText text = Files.exists(file) ? UsersFile.read(file) : UsersText.parse(List.of());
      UsersFile.write(file, text.with(new User(name, role, Optional.of(hash))));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
