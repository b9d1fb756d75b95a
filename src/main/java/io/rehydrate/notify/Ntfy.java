package io.rehydrate.notify;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.settings.Secret;
import java.util.Map;
import org.apache.camel.Body;

/** Posts notifications to {@code notify.ntfy}: the address of a topic. */
public final class Ntfy {
  private final SecretAddress address;

  public Ntfy(Secret address) {
    this.address = new SecretAddress(ErrorCode.NOTIFY_NTFY, address, SecretAddress.DEADLINE);
  }

  /**
   * Posts the text.
   *
   * @return what the server answered
   * @throws io.rehydrate.error.StageFailedException {@code notify.ntfy} where the server does not
   *     take it
   */
  public String post(@Body String text) {
    return address.post("", SecretAddress.TEXT, text, Map.of("Title", "Rehydrate"));
  }
}
