package io.rehydrate.notify;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.settings.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Body;

/**
 * Posts notifications to {@code notify.webhook}. Its address is a secret: whoever knows it may
 * post, so it is no endpoint of a route, whose address Camel would log and count by.
 */
public final class Webhook {
  private static final Duration DEADLINE = Duration.ofSeconds(15);
  private static final int SUCCESS = 2;

  private final Optional<URI> address;
  private final Duration deadline;
  private final HttpClient client;

  /**
   * @param address empty: nothing is posted
   */
  public Webhook(Optional<Secret> address) {
    this(address, DEADLINE);
  }

  /**
   * @param deadline of one notification
   */
  Webhook(Optional<Secret> address, Duration deadline) {
    this.address = address.map(secret -> URI.create(secret.reveal()));
    this.deadline = deadline;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(deadline)
            .build();
  }

  /**
   * Posts the text; what the server answers with is not read.
   *
   * @throws StageFailedException {@code notify.webhook} where the server does not take it
   */
  public void post(@Body String text) {
    if (address.isEmpty()) {
      return;
    }
    HttpRequest request =
        HttpRequest.newBuilder(address.get())
            .timeout(deadline)
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(text))
            .build();
    int status = status(request);
    if (status / 100 != SUCCESS) {
      throw failed("answered with the status " + status, null);
    }
  }

  private int status(HttpRequest request) {
    try {
      HttpResponse<InputStream> answer =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      answer.body().close();
      return answer.statusCode();
    } catch (HttpTimeoutException e) {
      throw failed("did not answer within " + deadline.toSeconds() + " s", e);
    } catch (IOException e) {
      throw failed("can't be reached (" + e.getClass().getSimpleName() + ")", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("was not waited for: the process stops", e);
    }
  }

  private StageFailedException failed(String what, Exception cause) {
    return new StageFailedException(
        ErrorCode.NOTIFY_WEBHOOK,
        "The server of notify.webhook, " + address.get().getHost() + ", " + what,
        "Check the address, and whether this machine may reach it",
        cause);
  }
}
