package org.apache.camel.component.aws2.rds;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.aws.common.AwsCommonConfiguration;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.spi.UriPath;
import software.amazon.awssdk.core.Protocol;
import software.amazon.awssdk.services.rds.RdsClient;

/** What can be set on the component and its endpoints. */
@UriParams
public class Rds2Configuration implements Cloneable, AwsCommonConfiguration {

  @UriPath(description = "Logical name")
  @Metadata(required = true)
  private String label;

  @UriParam(label = "advanced")
  @Metadata(label = "advanced", autowired = true)
  private RdsClient amazonRdsClient;

  @UriParam(label = "security", secret = true)
  private String accessKey;

  @UriParam(label = "security", secret = true)
  private String secretKey;

  @UriParam(label = "security", secret = true)
  private String sessionToken;

  @UriParam(label = "producer")
  private Rds2Operations operation;

  @UriParam(label = "producer", defaultValue = "false")
  private boolean pojoRequest;

  @UriParam(label = "producer", defaultValue = "true")
  private boolean autoPaginate = true;

  @UriParam(label = "proxy", enums = "HTTP,HTTPS", defaultValue = "HTTPS")
  private Protocol proxyProtocol = Protocol.HTTPS;

  @UriParam(label = "proxy")
  private String proxyHost;

  @UriParam(label = "proxy")
  private Integer proxyPort;

  @UriParam private String region;

  @UriParam(label = "security")
  private boolean trustAllCertificates;

  @UriParam private boolean overrideEndpoint;

  @UriParam private String uriEndpointOverride;

  @UriParam(label = "security")
  private boolean useDefaultCredentialsProvider;

  @UriParam(label = "security")
  private boolean useProfileCredentialsProvider;

  @UriParam(label = "security")
  private boolean useSessionCredentials;

  @UriParam(label = "security")
  private String profileCredentialsName;

  public String getLabel() {
    return label;
  }

  /** Logical name. */
  public void setLabel(String label) {
    this.label = label;
  }

  public RdsClient getAmazonRdsClient() {
    return amazonRdsClient;
  }

  /** To use an existing, configured RdsClient. */
  public void setAmazonRdsClient(RdsClient amazonRdsClient) {
    this.amazonRdsClient = amazonRdsClient;
  }

  @Override
  public String getAccessKey() {
    return accessKey;
  }

  /** Amazon AWS Access Key. */
  public void setAccessKey(String accessKey) {
    this.accessKey = accessKey;
  }

  @Override
  public String getSecretKey() {
    return secretKey;
  }

  /** Amazon AWS Secret Key. */
  public void setSecretKey(String secretKey) {
    this.secretKey = secretKey;
  }

  @Override
  public String getSessionToken() {
    return sessionToken;
  }

  /** Amazon AWS Session Token, used when the user needs to assume an IAM role. */
  public void setSessionToken(String sessionToken) {
    this.sessionToken = sessionToken;
  }

  public Rds2Operations getOperation() {
    return operation;
  }

  /** The operation to perform, unless the header CamelAwsRds2Operation names another. */
  public void setOperation(Rds2Operations operation) {
    this.operation = operation;
  }

  public boolean isPojoRequest() {
    return pojoRequest;
  }

  /** Whether the body is a request object of the SDK and not the headers tell what is asked. */
  public void setPojoRequest(boolean pojoRequest) {
    this.pojoRequest = pojoRequest;
  }

  public boolean isAutoPaginate() {
    return autoPaginate;
  }

  /**
   * Whether a describe operation follows the markers and answers with the records of all pages.
   * Otherwise it answers with one page, and the header CamelAwsRds2Marker says where the next one
   * begins.
   */
  public void setAutoPaginate(boolean autoPaginate) {
    this.autoPaginate = autoPaginate;
  }

  @Override
  public Protocol getProxyProtocol() {
    return proxyProtocol;
  }

  /** To define a proxy protocol when instantiating the RDS client. */
  public void setProxyProtocol(Protocol proxyProtocol) {
    this.proxyProtocol = proxyProtocol;
  }

  @Override
  public String getProxyHost() {
    return proxyHost;
  }

  /** To define a proxy host when instantiating the RDS client. */
  public void setProxyHost(String proxyHost) {
    this.proxyHost = proxyHost;
  }

  @Override
  public Integer getProxyPort() {
    return proxyPort;
  }

  /** To define a proxy port when instantiating the RDS client. */
  public void setProxyPort(Integer proxyPort) {
    this.proxyPort = proxyPort;
  }

  @Override
  public String getRegion() {
    return region;
  }

  /**
   * The region in which the RDS client works, in lower case, for example eu-central-1. Where none
   * is given the SDK's own chain finds one.
   */
  public void setRegion(String region) {
    this.region = region;
  }

  @Override
  public boolean isTrustAllCertificates() {
    return trustAllCertificates;
  }

  /** Whether to trust all certificates in case of overriding the endpoint. */
  public void setTrustAllCertificates(boolean trustAllCertificates) {
    this.trustAllCertificates = trustAllCertificates;
  }

  @Override
  public boolean isOverrideEndpoint() {
    return overrideEndpoint;
  }

  /** Whether the endpoint is overridden. Needs uriEndpointOverride. */
  public void setOverrideEndpoint(boolean overrideEndpoint) {
    this.overrideEndpoint = overrideEndpoint;
  }

  @Override
  public String getUriEndpointOverride() {
    return uriEndpointOverride;
  }

  /** The URI that overrides the endpoint. Needs overrideEndpoint. */
  public void setUriEndpointOverride(String uriEndpointOverride) {
    this.uriEndpointOverride = uriEndpointOverride;
  }

  @Override
  public boolean isUseDefaultCredentialsProvider() {
    return useDefaultCredentialsProvider;
  }

  /** Whether the RDS client loads credentials through the default credentials provider chain. */
  public void setUseDefaultCredentialsProvider(boolean useDefaultCredentialsProvider) {
    this.useDefaultCredentialsProvider = useDefaultCredentialsProvider;
  }

  @Override
  public boolean isUseProfileCredentialsProvider() {
    return useProfileCredentialsProvider;
  }

  /** Whether the RDS client loads credentials through a profile credentials provider. */
  public void setUseProfileCredentialsProvider(boolean useProfileCredentialsProvider) {
    this.useProfileCredentialsProvider = useProfileCredentialsProvider;
  }

  @Override
  public boolean isUseSessionCredentials() {
    return useSessionCredentials;
  }

  /** Whether the RDS client uses session credentials: access key, secret key and session token. */
  public void setUseSessionCredentials(boolean useSessionCredentials) {
    this.useSessionCredentials = useSessionCredentials;
  }

  @Override
  public String getProfileCredentialsName() {
    return profileCredentialsName;
  }

  /** The name of the profile, where a profile credentials provider is used. */
  public void setProfileCredentialsName(String profileCredentialsName) {
    this.profileCredentialsName = profileCredentialsName;
  }

  /** A copy for one endpoint. */
  public Rds2Configuration copy() {
    try {
      return (Rds2Configuration) super.clone();
    } catch (CloneNotSupportedException e) {
      throw new RuntimeCamelException(e);
    }
  }
}
