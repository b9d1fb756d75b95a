package io.rehydrate.migrate;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/**
 * Where the migrations repository is: {@code https://}, {@code ssh://}, {@code user@host:path},
 * {@code file://} or an absolute path, and nothing else.
 *
 * @param address without a password or token, so that it may be shown and handed on
 * @param login the login that stood in the URL
 */
record GitUrl(URIish address, Optional<CredentialsProvider> login) {
  private static final Pattern SCP_FORM =
      Pattern.compile("(?:[\\w.+-]+@)?[A-Za-z0-9][\\w.-]*:(?![:/]{2})[^-].*");
  private static final Pattern WITH_SCHEME =
      Pattern.compile("(?:https|ssh)://(?:[^/@]*@)?[A-Za-z0-9\\[][^/]*/.+");
  private static final Pattern LOCAL = Pattern.compile("(?:file://)?/[^/].*");

  static GitUrl parse(String text) {
    String url = text.strip();
    if (!WITH_SCHEME.matcher(url).matches()
        && !LOCAL.matcher(url).matches()
        && (url.contains("::") || !SCP_FORM.matcher(url).matches() || url.contains("://"))) {
      throw refused(null);
    }
    try {
      URIish full = new URIish(url);
      Optional<CredentialsProvider> login =
          "https".equals(full.getScheme()) && full.getUser() != null
              ? Optional.of(
                  new UsernamePasswordCredentialsProvider(
                      full.getUser(), full.getPass() == null ? "" : full.getPass()))
              : Optional.empty();
      URIish address = full.setPass(null);
      return new GitUrl(login.isPresent() ? address.setUser(null) : address, login);
    } catch (URISyntaxException e) {
      throw refused(null);
    }
  }

  private static InvalidException refused(Throwable cause) {
    return new InvalidException(
        ErrorCode.MIGRATIONS_REPOSITORY,
        "migrations.repository is not an address of a git repository that may be used",
        "Use https://host/path, ssh://user@host/path, user@host:path or an absolute path",
        cause);
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
