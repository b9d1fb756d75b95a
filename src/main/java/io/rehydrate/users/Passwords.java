package io.rehydrate.users;

import io.rehydrate.settings.User;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder.SecretKeyFactoryAlgorithm;

/**
 * Hashes passwords and compares them: PBKDF2 with HMAC-SHA-512, as {@code
 * {pbkdf2-sha512-<rounds>}<salt and hash>}.
 */
public final class Passwords {
  public static final int SHORTEST = 8;
  public static final int LONGEST = 200;

  /** What OWASP asks for of this algorithm. */
  private static final int ROUNDS = 210_000;

  private static final int SALT_BYTES = 16;
  private static final Pattern HASH =
      Pattern.compile("\\{pbkdf2-sha512-(\\d{1,8})\\}([0-9a-f]{48,512})");

  /** Nobody's: compared with where there is no user, so that this takes as long. */
  private final String decoy = hash(randomText());

  private static String randomText() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static Pbkdf2PasswordEncoder encoder(int rounds) {
    return new Pbkdf2PasswordEncoder(
        "", SALT_BYTES, rounds, SecretKeyFactoryAlgorithm.PBKDF2WithHmacSHA512);
  }

  /** What the users file keeps of a password. */
  public static String hash(String password) {
    return hash(password, ROUNDS);
  }

  /** As {@link #hash(String)}, with another number of rounds. */
  public static String hash(String password, int rounds) {
    return "{pbkdf2-sha512-" + rounds + "}" + encoder(rounds).encode(password);
  }

  /** Whether it is the user's password; the work is the same where there is no user. */
  public boolean matches(Optional<User> user, String password) {
    Optional<String> hash = user.flatMap(User::passwordHash);
    boolean usable = !password.isEmpty() && password.length() <= LONGEST;
    boolean same = matches(hash.orElse(decoy), usable ? password : "-");
    return same && usable && hash.isPresent();
  }

  private static boolean matches(String hash, String password) {
    Matcher matcher = HASH.matcher(hash);
    return matcher.matches()
        && encoder(Integer.parseInt(matcher.group(1))).matches(password, matcher.group(2));
  }
}
