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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * An address of HTTP that is a secret: whoever knows it may post. So it is no endpoint of a route,
 * whose address Camel would log, count by, and name in JMX; its options would change what is sent.
 * Some services have the secret in the name of the host, so it is not shown either.
 */
final class SecretAddress {
  static final Duration DEADLINE = Duration.ofSeconds(15);
  static final String JSON = "application/json";
  static final String TEXT = "text/plain; charset=utf-8";
  private static final int SUCCESS = 2;

  private final ErrorCode code;
  private final URI address;
  private final Duration deadline;
  private final HttpClient client;

  /**
   * @param code of its failures, whose text is also the key of the address
   * @param deadline of one notification
   */
  SecretAddress(ErrorCode code, Secret address, Duration deadline) {
    this.code = code;
    this.address = URI.create(address.reveal());
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
   * @param below appended to the address's path
   * @param headers besides that of the content's type
   * @return the answer's status, as words
   * @throws StageFailedException with the code, where the server does not take it
   */
  String post(String below, String type, String text, Map<String, String> headers) {
    return post(below, type, text.getBytes(StandardCharsets.UTF_8), headers);
  }

  /** As above, of bytes that something was made of already. */
  String post(String below, String type, byte[] body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(below.isEmpty() ? address : below(below))
            .timeout(deadline)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    int status = status(request.build());
    if (status / 100 != SUCCESS) {
      throw failed("answered with the status " + status, null);
    }
    return "answered with the status " + status;
  }

  private URI below(String name) {
    String path = address.getRawPath() == null ? "" : address.getRawPath();
    String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    String slash = path.endsWith("/") ? "" : "/";
    return URI.create(
        address.getScheme() + "://" + address.getRawAuthority() + path + slash + name + query);
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
        code,
        "The server of " + code.text() + " " + what,
        "Check the address, and whether this machine may reach it",
        cause);
  }
}
