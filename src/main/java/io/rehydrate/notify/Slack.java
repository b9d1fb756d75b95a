package io.rehydrate.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.settings.Secret;
import java.util.Map;
import org.apache.camel.Body;

/**
 * Posts notifications to {@code notify.slack}: an incoming webhook as Slack and Mattermost have.
 */
public final class Slack {
  private final SecretAddress address;

  public Slack(Secret address) {
    this.address = new SecretAddress(ErrorCode.NOTIFY_SLACK, address, SecretAddress.DEADLINE);
  }

  /**
   * Posts the text as JSON. Its three special characters are escaped: a message of a server in it
   * could call everybody of a channel otherwise.
   *
   * @return what the server answered
   * @throws io.rehydrate.error.StageFailedException {@code notify.slack} where the server does not
   *     take it
   */
  public String post(@Body String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    String json = JsonNodeFactory.instance.objectNode().put("text", escaped).toString();
    return address.post("", SecretAddress.JSON, json, Map.of());
  }
}
