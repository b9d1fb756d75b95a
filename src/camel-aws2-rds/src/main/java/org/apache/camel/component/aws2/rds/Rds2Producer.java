package org.apache.camel.component.aws2.rds;

import java.util.function.Function;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.support.DefaultProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.rds.model.CreateDbClusterSnapshotRequest;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.CreateDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbClusterRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbClusterSnapshotRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsRequest;
import software.amazon.awssdk.services.rds.model.DescribeEventsRequest;
import software.amazon.awssdk.services.rds.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.RemoveTagsFromResourceRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbClusterFromSnapshotRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbClusterToPointInTimeRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceFromDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.StartDbClusterRequest;

/** Sends what a message asks for to RDS; the body becomes RDS's answer. */
public class Rds2Producer extends DefaultProducer {
  private static final Logger LOG = LoggerFactory.getLogger(Rds2Producer.class);

  private HealthCheck producerHealthCheck;
  private WritableHealthCheckRepository healthCheckRepository;

  public Rds2Producer(Endpoint endpoint) {
    super(endpoint);
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    Rds2Operations operation = determineOperation(exchange);
    RdsClient rds = getEndpoint().getRdsClient();
    try {
      exchange.getMessage().setBody(answer(operation, exchange, rds));
    } catch (AwsServiceException e) {
      LOG.trace(
          "{} returned the error code {}",
          operation,
          e.awsErrorDetails() == null ? e.statusCode() : e.awsErrorDetails().errorCode());
      throw e;
    }
  }

  private Rds2Operations determineOperation(Exchange exchange) {
    Rds2Operations operation =
        exchange.getIn().getHeader(Rds2Constants.OPERATION, Rds2Operations.class);
    if (operation == null) {
      operation = getConfiguration().getOperation();
    }
    if (operation == null && getConfiguration().isPojoRequest()) {
      operation = Rds2Operations.of(exchange.getIn().getBody());
    }
    if (operation == null) {
      throw new IllegalArgumentException("Operation must be provided");
    }
    return operation;
  }

  private Object answer(Rds2Operations operation, Exchange exchange, RdsClient rds)
      throws InvalidPayloadException {
    return switch (operation) {
      case createDBClusterSnapshot ->
          call(
              exchange,
              CreateDbClusterSnapshotRequest.class,
              Rds2SnapshotRequests::createDBClusterSnapshot,
              rds::createDBClusterSnapshot);
      case describeDBClusterSnapshots ->
          describe(
              exchange,
              DescribeDbClusterSnapshotsRequest.class,
              Rds2SnapshotRequests::describeDBClusterSnapshots,
              Rds2Pages.CLUSTER_SNAPSHOTS,
              rds::describeDBClusterSnapshots);
      case deleteDBClusterSnapshot ->
          call(
              exchange,
              DeleteDbClusterSnapshotRequest.class,
              Rds2SnapshotRequests::deleteDBClusterSnapshot,
              rds::deleteDBClusterSnapshot);
      case createDBSnapshot ->
          call(
              exchange,
              CreateDbSnapshotRequest.class,
              Rds2SnapshotRequests::createDBSnapshot,
              rds::createDBSnapshot);
      case describeDBSnapshots ->
          describe(
              exchange,
              DescribeDbSnapshotsRequest.class,
              Rds2SnapshotRequests::describeDBSnapshots,
              Rds2Pages.SNAPSHOTS,
              rds::describeDBSnapshots);
      case deleteDBSnapshot ->
          call(
              exchange,
              DeleteDbSnapshotRequest.class,
              Rds2SnapshotRequests::deleteDBSnapshot,
              rds::deleteDBSnapshot);
      case restoreDBClusterFromSnapshot ->
          call(
              exchange,
              RestoreDbClusterFromSnapshotRequest.class,
              Rds2ClusterRequests::restoreDBClusterFromSnapshot,
              rds::restoreDBClusterFromSnapshot);
      case restoreDBClusterToPointInTime ->
          call(
              exchange,
              RestoreDbClusterToPointInTimeRequest.class,
              Rds2ClusterRequests::restoreDBClusterToPointInTime,
              rds::restoreDBClusterToPointInTime);
      case restoreDBInstanceFromDBSnapshot ->
          call(
              exchange,
              RestoreDbInstanceFromDbSnapshotRequest.class,
              Rds2InstanceRequests::restoreDBInstanceFromDBSnapshot,
              rds::restoreDBInstanceFromDBSnapshot);
      case describeDBClusters ->
          describe(
              exchange,
              DescribeDbClustersRequest.class,
              Rds2ClusterRequests::describeDBClusters,
              Rds2Pages.CLUSTERS,
              rds::describeDBClusters);
      case modifyDBCluster ->
          call(
              exchange,
              ModifyDbClusterRequest.class,
              Rds2ClusterRequests::modifyDBCluster,
              rds::modifyDBCluster);
      case startDBCluster ->
          call(
              exchange,
              StartDbClusterRequest.class,
              Rds2ClusterRequests::startDBCluster,
              rds::startDBCluster);
      case deleteDBCluster ->
          call(
              exchange,
              DeleteDbClusterRequest.class,
              Rds2ClusterRequests::deleteDBCluster,
              rds::deleteDBCluster);
      case createDBInstance ->
          call(
              exchange,
              CreateDbInstanceRequest.class,
              Rds2InstanceRequests::createDBInstance,
              rds::createDBInstance);
      case describeDBInstances ->
          describe(
              exchange,
              DescribeDbInstancesRequest.class,
              Rds2InstanceRequests::describeDBInstances,
              Rds2Pages.INSTANCES,
              rds::describeDBInstances);
      case modifyDBInstance ->
          call(
              exchange,
              ModifyDbInstanceRequest.class,
              Rds2InstanceRequests::modifyDBInstance,
              rds::modifyDBInstance);
      case deleteDBInstance ->
          call(
              exchange,
              DeleteDbInstanceRequest.class,
              Rds2InstanceRequests::deleteDBInstance,
              rds::deleteDBInstance);
      case describeEvents ->
          describe(
              exchange,
              DescribeEventsRequest.class,
              Rds2TagAndEventRequests::describeEvents,
              Rds2Pages.EVENTS,
              rds::describeEvents);
      case addTagsToResource ->
          call(
              exchange,
              AddTagsToResourceRequest.class,
              Rds2TagAndEventRequests::addTagsToResource,
              rds::addTagsToResource);
      case removeTagsFromResource ->
          call(
              exchange,
              RemoveTagsFromResourceRequest.class,
              Rds2TagAndEventRequests::removeTagsFromResource,
              rds::removeTagsFromResource);
      case listTagsForResource ->
          call(
              exchange,
              ListTagsForResourceRequest.class,
              Rds2TagAndEventRequests::listTagsForResource,
              rds::listTagsForResource);
    };
  }

  private <Q, S> S call(
      Exchange exchange, Class<Q> type, Function<Rds2Headers, Q> headers, Function<Q, S> call)
      throws InvalidPayloadException {
    return call.apply(request(exchange, type, headers));
  }

  private <Q, S> S describe(
      Exchange exchange,
      Class<Q> type,
      Function<Rds2Headers, Q> headers,
      Rds2Pages<Q, S> pages,
      Function<Q, S> call)
      throws InvalidPayloadException {
    Q request = request(exchange, type, headers);
    Message message = exchange.getMessage();
    S answer = getConfiguration().isAutoPaginate() ? pages.all(request, call) : call.apply(request);
    String marker = pages.marker().apply(answer);
    if (marker == null) {
      message.removeHeader(Rds2Constants.MARKER);
    } else {
      message.setHeader(Rds2Constants.MARKER, marker);
    }
    return answer;
  }

  private <Q> Q request(Exchange exchange, Class<Q> type, Function<Rds2Headers, Q> headers)
      throws InvalidPayloadException {
    if (!getConfiguration().isPojoRequest()) {
      return headers.apply(new Rds2Headers(exchange.getIn()));
    }
    Object body = exchange.getIn().getMandatoryBody();
    if (!type.isInstance(body)) {
      throw new IllegalArgumentException(
          "The body must be a " + type.getSimpleName() + ", not a " + body.getClass().getName());
    }
    return type.cast(body);
  }

  @Override
  public Rds2Endpoint getEndpoint() {
    return (Rds2Endpoint) super.getEndpoint();
  }

  private Rds2Configuration getConfiguration() {
    return getEndpoint().getConfiguration();
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    healthCheckRepository =
        HealthCheckHelper.getHealthCheckRepository(
            getEndpoint().getCamelContext(), "producers", WritableHealthCheckRepository.class);
    if (healthCheckRepository != null) {
      producerHealthCheck = new Rds2ProducerHealthCheck(getEndpoint(), getEndpoint().getId());
      producerHealthCheck.setEnabled(getEndpoint().getComponent().isHealthCheckProducerEnabled());
      healthCheckRepository.addHealthCheck(producerHealthCheck);
    }
  }

  @Override
  protected void doStop() throws Exception {
    if (healthCheckRepository != null && producerHealthCheck != null) {
      healthCheckRepository.removeHealthCheck(producerHealthCheck);
      producerHealthCheck = null;
    }
    super.doStop();
  }
}
