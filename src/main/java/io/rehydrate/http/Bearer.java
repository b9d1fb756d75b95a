package io.rehydrate.http;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.users.AccessToken;
import io.rehydrate.users.AccessTokens;
import io.rehydrate.users.Person;
import io.rehydrate.users.UserDirectory;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The person behind an {@code Authorization: Bearer}. */
final class Bearer {
  private static final Pattern FORM = Pattern.compile("(?i)Bearer +([A-Za-z0-9_-]{1,200})");

  private final UserDirectory users;
  private final AccessTokens tokens;

  Bearer(UserDirectory users, AccessTokens tokens) {
    this.users = users;
    this.tokens = tokens;
  }

  /**
   * @param headers all of that name
   * @throws RequestException 401 where they are not one valid token
   */
  Person person(List<String> headers, String origin) {
    Optional<AccessToken> token =
        Optional.of(headers)
            .filter(all -> all.size() == 1)
            .map(all -> FORM.matcher(all.get(0)))
            .filter(Matcher::matches)
            .flatMap(matcher -> tokens.find(matcher.group(1)));
    return token
        .flatMap(t -> users.person(t.user(), origin + " token " + t.id()))
        .orElseThrow(
            () ->
                new RequestException(
                    401,
                    ErrorCode.LOGIN_TOKEN.text(),
                    "The token is not valid",
                    "Send one header Authorization: Bearer with a token of 'users token NAME'"));
  }
}
