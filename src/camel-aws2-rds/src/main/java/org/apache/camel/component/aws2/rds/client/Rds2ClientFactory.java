package org.apache.camel.component.aws2.rds.client;

import org.apache.camel.component.aws.common.AwsClientBuilderUtil;
import org.apache.camel.component.aws2.rds.Rds2Configuration;
import software.amazon.awssdk.services.rds.RdsClient;

/** Makes an RDS client out of the component's configuration. */
public final class Rds2ClientFactory {
  private Rds2ClientFactory() {}

  public static RdsClient getRdsClient(Rds2Configuration configuration) {
    return AwsClientBuilderUtil.buildClient(configuration, RdsClient::builder);
  }
}
