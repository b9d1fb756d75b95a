package io.rehydrate.settings;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipal;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The account of the operating system that this process runs as.
 *
 * @param groups all that it belongs to
 */
public record Account(long user, Set<Long> groups) {
  static final long ROOT = 0;

  public Account {
    groups = Set.copyOf(groups);
  }

  public static Account current() {
    UnixSystem system = new UnixSystem();
    Set<Long> groups = Arrays.stream(system.getGroups()).boxed().collect(Collectors.toSet());
    groups.add(system.getGid());
    return new Account(system.getUid(), groups);
  }

  /** In the form of a file's owner; also where the system has no name for it. */
  public UserPrincipal principal() {
    try {
      return FileSystems.getDefault()
          .getUserPrincipalLookupService()
          .lookupPrincipalByName(Long.toString(user));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
