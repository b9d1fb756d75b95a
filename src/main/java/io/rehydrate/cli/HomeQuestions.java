package io.rehydrate.cli;

import io.rehydrate.settings.AnswerCheck;
import io.rehydrate.settings.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code init} asks: an answer that can't be used is asked for again, an empty one is left
 * out.
 */
final class HomeQuestions {
  /** Whoever can't give an answer in so many tries writes it into the file later. */
  private static final int TRIES = 5;

  private static final List<Question> QUESTIONS =
      List.of(
          new Question(
              "source.url", "Server to copy from, only read (jdbc:mysql://host:3306/schema)", ""),
          new Question("source.username", "  its account", ""),
          new Question("scratch.url", "Server that nights may wipe (jdbc:mysql://host:3306)", ""),
          new Question("scratch.username", "  its account", ""),
          new Question("store.directory", "Folder of the dumps", "store"),
          new Question("nightly.cron", "When nights run, as in crontab", "0 2 * * *"));

  private final Dialogue dialogue;

  HomeQuestions(Dialogue dialogue) {
    this.dialogue = dialogue;
  }

  private record Question(String key, String text, String usual) {
    String prompt() {
      return text + (usual.isEmpty() ? "" : " [" + usual + "]") + ": ";
    }
  }

  /** Adds the answers to what is known; a key that has a value is not asked for. */
  void ask(Map<String, String> values, Map<String, Secret> passwords) {
    dialogue.say("Press Enter to leave an answer open; it is marked in the file.");
    for (Question question : QUESTIONS) {
      if (!values.containsKey(question.key())) {
        answer(question).ifPresent(value -> values.put(question.key(), value));
      }
      if (question.key().endsWith(".username")) {
        String server = question.key().replace(".username", "");
        dialogue
            .askSecret("  its password (is not shown): ")
            .ifPresent(password -> passwords.put(server, new Secret(password)));
      }
    }
  }

  private Optional<String> answer(Question question) {
    for (int i = 0; i < TRIES; i++) {
      Optional<String> answer = dialogue.ask(question.prompt());
      Optional<String> problem = answer.flatMap(a -> AnswerCheck.problem(question.key(), a));
      if (problem.isEmpty()) {
        return answer;
      }
      dialogue.say("  " + problem.get());
    }
    return Optional.empty();
  }
}
