package io.rehydrate.cli;

import java.io.Console;
import java.util.Optional;

/** Somebody who answers questions; no answer is empty, and so are all after the end of input. */
interface Dialogue {
  Optional<String> ask(String question);

  /** As {@link #ask}, and the answer is not shown. */
  Optional<String> askSecret(String question);

  void say(String sentence);

  /** The person at this terminal. */
  static Dialogue on(Console console) {
    return new Dialogue() {
      @Override
      public Optional<String> ask(String question) {
        return Optional.ofNullable(console.readLine("%s", question))
            .map(String::strip)
            .filter(a -> !a.isEmpty());
      }

      @Override
      public Optional<String> askSecret(String question) {
        return Optional.ofNullable(console.readPassword("%s", question))
            .map(String::new)
            .filter(a -> !a.isEmpty());
      }

      @Override
      public void say(String sentence) {
        Terminal.message(sentence);
      }
    };
  }
}
