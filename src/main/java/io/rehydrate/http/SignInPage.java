package io.rehydrate.http;

import java.util.Map;

/** The page that asks for a name and a password. */
final class SignInPage {
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Sign in - Rehydrate</title>
        <link rel="icon" href="/icon.svg">
        <link rel="stylesheet" href="/style.css">
      </head>
      <body>
        <header class="top"><span class="brand"><svg viewBox="0 0 32 32" aria-hidden="true"><path d="M16 2c6 8 10 12 10 18a10 10 0 0 1-20 0C6 14 10 10 16 2z"/></svg>Rehydrate</span></header>
        <main class="sign-in">
          <h1>Sign in</h1>
          <p role="alert" class="notice bad">${message}</p>
          <form method="post" action="/login" class="fields">
            <input type="hidden" name="csrf" value="${token}">
            <input type="hidden" name="next" value="${next}">
            <label for="name">Name</label>
            <input id="name" name="name" value="${name}" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus>
            <label for="password">Password</label>
            <input id="password" name="password" type="password" autocomplete="current-password" required>
            <button type="submit">Sign in</button>
          </form>
        </main>
      </body>
      </html>
      """;

  private SignInPage() {}

  /**
   * @param next the path to go to afterwards
   * @param name what was typed before
   * @param message why it was not enough; empty at first
   */
  static String html(String token, String next, String name, String message) {
    String page = PAGE;
    for (Map.Entry<String, String> value :
        Map.of("token", token, "next", next, "name", name, "message", message).entrySet()) {
      page = page.replace("${" + value.getKey() + "}", escaped(value.getValue()));
    }
    return page;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;")
        .replace("$", "&#36;");
  }
}
