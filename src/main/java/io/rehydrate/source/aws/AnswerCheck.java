package io.rehydrate.source.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Takes an answer for one of RDS only where it is a whole document with the operation's name: the
 * SDK would read a proxy's page as an answer in which nothing is listed.
 */
final class AnswerCheck implements ExecutionInterceptor {
  private static final int LARGEST = 64 << 20;

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    if (context.responseBody().isEmpty() || !context.httpResponse().isSuccessful()) {
      return context.responseBody();
    }
    byte[] body = read(context.responseBody().get());
    String name = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME) + "Response";
    String text = new String(body, StandardCharsets.UTF_8);
    if (!text.contains("<" + name) || !text.stripTrailing().endsWith(name + ">")) {
      throw SdkClientException.create(
          "the answer is not one of RDS's, or is incomplete ("
              + body.length
              + " bytes, "
              + context.httpResponse().firstMatchingHeader("Content-Type").orElse("no type")
              + ")");
    }
    return Optional.of(new ByteArrayInputStream(body));
  }

  private static byte[] read(InputStream body) {
    try (body) {
      return body.readNBytes(LARGEST);
    } catch (IOException e) {
      throw SdkClientException.create("the answer broke off", e);
    }
  }
}
