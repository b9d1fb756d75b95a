package io.rehydrate.http;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.ErrorTexts;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.run.KnownFailure;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why a request was not done, as RFC 9457 has it.
 *
 * @param code stable, to script against
 * @param hint the remedy; empty where there is none
 */
@JsonPropertyOrder({"type", "title", "status", "detail", "code", "hint"})
public record Problem(
    String type, String title, int status, String detail, String code, String hint) {
  static final String MEDIA_TYPE = "application/problem+json";

  private static final Logger LOG = LoggerFactory.getLogger(Problem.class);

  public static Problem of(int status, String code, String detail, String hint) {
    return new Problem(
        ErrorTexts.address(code),
        HttpResponseStatus.valueOf(status).reasonPhrase(),
        status,
        detail,
        code,
        hint);
  }

  /** Of any failure; one that is not ours is told to the log alone. */
  public static Problem of(Throwable failure) {
    Optional<RehydrateException> known = KnownFailure.of(failure);
    if (known.isPresent()) {
      RehydrateException ours = known.get();
      return of(ours.httpStatus(), ours.code(), ours.getMessage(), ours.hint());
    }
    String what = failure == null ? "without a reason" : SqlErrors.describeAny(failure);
    LOG.error("A request failed: {}", what);
    LOG.debug("A request failed", failure);
    return of(
        500,
        ErrorCode.UNEXPECTED.text(),
        "Internal error",
        "The daemon's own log has the details; please report it");
  }

  String toJson() {
    return Json.text(this);
  }
}
