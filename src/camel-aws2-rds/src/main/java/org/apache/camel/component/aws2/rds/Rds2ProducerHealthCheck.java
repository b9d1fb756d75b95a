package org.apache.camel.component.aws2.rds;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Asks RDS for one page of clusters. Every probe is a call. */
public class Rds2ProducerHealthCheck extends AbstractHealthCheck {
  private static final int SMALLEST_PAGE = 20;

  private final Rds2Endpoint endpoint;

  public Rds2ProducerHealthCheck(Rds2Endpoint endpoint, String clientId) {
    super("camel", "producer:aws2-rds-" + clientId);
    this.endpoint = endpoint;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    try {
      endpoint.getRdsClient().describeDBClusters(request -> request.maxRecords(SMALLEST_PAGE));
      builder.up();
    } catch (AwsServiceException e) {
      builder.message(e.getMessage()).error(e).detail(SERVICE_STATUS_CODE, e.statusCode());
      if (e.awsErrorDetails() != null) {
        builder.detail(SERVICE_ERROR_CODE, e.awsErrorDetails().errorCode());
      }
      builder.down();
    } catch (RuntimeException e) {
      builder.error(e).down();
    }
  }
}
