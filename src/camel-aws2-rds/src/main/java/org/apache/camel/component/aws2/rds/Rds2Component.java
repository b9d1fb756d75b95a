package org.apache.camel.component.aws2.rds;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;

/** For working with Amazon RDS through the SDK v2. */
@Component("aws2-rds")
public class Rds2Component extends HealthCheckComponent {

  @Metadata private Rds2Configuration configuration = new Rds2Configuration();

  public Rds2Component() {
    this(null);
  }

  public Rds2Component(CamelContext context) {
    super(context);
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    Rds2Configuration own = configuration == null ? new Rds2Configuration() : configuration.copy();
    own.setLabel(remaining);
    Rds2Endpoint endpoint = new Rds2Endpoint(uri, this, own);
    setProperties(endpoint, parameters);
    if (!isCredentialsChosen(own)) {
      throw new IllegalArgumentException(
          "useDefaultCredentialsProvider, useProfileCredentialsProvider and useSessionCredentials"
              + " are set to false, so amazonRdsClient or accessKey and secretKey must be specified");
    }
    return endpoint;
  }

  private static boolean isCredentialsChosen(Rds2Configuration own) {
    return own.isUseDefaultCredentialsProvider()
        || own.isUseProfileCredentialsProvider()
        || own.isUseSessionCredentials()
        || own.getAmazonRdsClient() != null
        || (own.getAccessKey() != null && own.getSecretKey() != null);
  }

  public Rds2Configuration getConfiguration() {
    return configuration;
  }

  /** The component configuration. */
  public void setConfiguration(Rds2Configuration configuration) {
    this.configuration = configuration;
  }
}
