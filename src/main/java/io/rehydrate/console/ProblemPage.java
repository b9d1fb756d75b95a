package io.rehydrate.console;

import io.rehydrate.http.Caller;
import io.rehydrate.http.Problem;
import io.rehydrate.http.RefusalPages;
import io.rehydrate.users.Person;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;

/** Shows a visitor why a request was not done. */
public final class ProblemPage implements RefusalPages {
  private final Console console;

  public ProblemPage(Console console) {
    this.console = console;
  }

  /** The page of a failure, with the status that the API would have. */
  public String show(
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure, Message message) {
    Problem problem = Problem.of(failure);
    Caller.refused(message, problem.code());
    return console.page(
        message, problem.status(), "problem", "", problem.title(), Map.of("problem", problem));
  }

  @Override
  public String page(Problem problem, Person person, String formToken) {
    return console.render(
        new Visitor(person, formToken), "problem", "", problem.title(), Map.of("problem", problem));
  }
}
