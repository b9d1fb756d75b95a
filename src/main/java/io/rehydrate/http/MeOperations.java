package io.rehydrate.http;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.rehydrate.users.Person;
import org.apache.camel.Message;

/** Says who asks. */
public final class MeOperations {

  /**
   * @param formToken for writes of a script; empty for programs
   */
  @JsonPropertyOrder({"name", "role", "formToken"})
  private record MeView(String name, String role, String formToken) {}

  /** The person of this request. */
  public String get(Message message) {
    Person person = Caller.of(message);
    return Reply.ok(
        message, new MeView(person.name(), person.role().text(), Caller.formToken(message)));
  }
}
