package org.apache.camel.component.aws2.rds;

import org.apache.camel.Category;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.aws2.rds.client.Rds2ClientFactory;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.DefaultEndpoint;
import software.amazon.awssdk.services.rds.RdsClient;

/** Take and restore snapshots, clone clusters, and manage clusters and instances of AWS RDS. */
@UriEndpoint(
    firstVersion = "4.18.0",
    scheme = "aws2-rds",
    title = "AWS Relational Database Service (RDS)",
    syntax = "aws2-rds:label",
    producerOnly = true,
    category = {Category.CLOUD, Category.MANAGEMENT},
    headersClass = Rds2Constants.class)
public class Rds2Endpoint extends DefaultEndpoint implements EndpointServiceLocation {
  private RdsClient rdsClient;

  @UriParam private Rds2Configuration configuration;

  public Rds2Endpoint(String uri, Component component, Rds2Configuration configuration) {
    super(uri, component);
    this.configuration = configuration;
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException("You cannot receive messages from this endpoint");
  }

  @Override
  public Producer createProducer() {
    return new Rds2Producer(this);
  }

  @Override
  public void doStart() throws Exception {
    super.doStart();
    rdsClient =
        configuration.getAmazonRdsClient() != null
            ? configuration.getAmazonRdsClient()
            : Rds2ClientFactory.getRdsClient(configuration);
  }

  @Override
  public void doStop() throws Exception {
    if (configuration.getAmazonRdsClient() == null && rdsClient != null) {
      rdsClient.close();
    }
    super.doStop();
  }

  public Rds2Configuration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(Rds2Configuration configuration) {
    this.configuration = configuration;
  }

  public RdsClient getRdsClient() {
    return rdsClient;
  }

  @Override
  public Rds2Component getComponent() {
    return (Rds2Component) super.getComponent();
  }

  @Override
  public String getServiceUrl() {
    return configuration.isOverrideEndpoint()
        ? configuration.getUriEndpointOverride()
        : configuration.getRegion();
  }

  @Override
  public String getServiceProtocol() {
    return "rds";
  }
}
