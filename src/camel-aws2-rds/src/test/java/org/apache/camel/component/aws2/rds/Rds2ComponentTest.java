package org.apache.camel.component.aws2.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.URI;
import org.apache.camel.FailedToCreateProducerException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersResponse;

class Rds2ComponentTest {
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private RdsAnswers rds;

  @BeforeEach
  void start() throws Exception {
    rds = new RdsAnswers();
    camel.start();
  }

  @AfterEach
  void stop() {
    camel.stop();
    rds.close();
  }

  private String elsewhere() {
    return "region=eu-central-1&overrideEndpoint=true&uriEndpointOverride=" + rds.uri();
  }

  @Test
  void without_any_credentials_an_endpoint_is_refused() {
    assertThatThrownBy(() -> camel.getEndpoint("aws2-rds:x?accessKey=half"))
        .isInstanceOf(ResolveEndpointFailedException.class)
        .hasMessageContaining("useDefaultCredentialsProvider");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "accessKey=AK&secretKey=SK",
        "useDefaultCredentialsProvider=true",
        "useProfileCredentialsProvider=true&profileCredentialsName=p",
        "useSessionCredentials=true&accessKey=AK&secretKey=SK&sessionToken=T"
      })
  void every_choice_of_credentials_makes_a_client(String credentials) {
    Rds2Endpoint endpoint =
        camel.getEndpoint("aws2-rds:x?" + credentials + "&" + elsewhere(), Rds2Endpoint.class);

    assertThat(endpoint.getRdsClient()).isNotNull();
    assertThat(endpoint.getConfiguration().getLabel()).isEqualTo("x");
  }

  @Test
  void static_credentials_sign_the_call_for_the_region() {
    camel
        .createProducerTemplate()
        .sendBody(
            "aws2-rds:x?accessKey=AKTEST&secretKey=SK&operation=describeDBClusters&" + elsewhere(),
            null);

    assertThat(rds.authorization()).contains("AKTEST/").contains("/eu-central-1/rds/");
  }

  @Test
  void a_client_in_the_registry_is_taken_and_not_closed() {
    RdsClient client =
        RdsClient.builder()
            .region(Region.EU_WEST_1)
            .endpointOverride(URI.create(rds.uri()))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AK", "SK")))
            .build();
    camel.getRegistry().bind("rds", client);

    Rds2Endpoint endpoint = camel.getEndpoint("aws2-rds:x", Rds2Endpoint.class);
    assertThat(endpoint.getRdsClient()).isSameAs(client);
    endpoint.stop();

    client.describeDBClusters();
    assertThat(rds.calls()).isEqualTo(1);
    client.close();
  }

  @Test
  void options_of_the_component_hold_for_its_endpoints_and_can_be_overridden() {
    Rds2Component component = camel.getComponent("aws2-rds", Rds2Component.class);
    component.getConfiguration().setRegion("eu-north-1");
    component.getConfiguration().setAccessKey("AK");
    component.getConfiguration().setSecretKey("SK");

    assertThat(endpoint("aws2-rds:a").getConfiguration().getRegion()).isEqualTo("eu-north-1");
    assertThat(endpoint("aws2-rds:b?region=us-east-1").getConfiguration().getRegion())
        .isEqualTo("us-east-1");
    assertThat(component.getConfiguration().getRegion()).isEqualTo("eu-north-1");
  }

  private Rds2Endpoint endpoint(String uri) {
    return camel.getEndpoint(uri, Rds2Endpoint.class);
  }

  @Test
  void it_cannot_be_read_from() {
    assertThatThrownBy(
            () ->
                endpoint("aws2-rds:x?accessKey=AK&secretKey=SK&" + elsewhere())
                    .createConsumer(e -> {}))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void a_mistaken_option_is_refused() {
    assertThatThrownBy(() -> endpoint("aws2-rds:x?accessKey=AK&secretKey=SK&region=a&nonsense=1"))
        .hasMessageContaining("nonsense");
    assertThatThrownBy(
            () -> endpoint("aws2-rds:x?accessKey=AK&secretKey=SK&region=a&operation=nonsense"))
        .isInstanceOfAny(
            ResolveEndpointFailedException.class, FailedToCreateProducerException.class);
  }

  @Test
  void a_route_in_yaml_reads_like_a_runbook() throws Exception {
    String route =
        """
        - route:
            from:
              uri: direct:clusters
              steps:
                - to:
                    uri: aws2-rds:prod
                    parameters:
                      operation: describeDBClusters
                      accessKey: AK
                      secretKey: SK
                      region: eu-central-1
                      overrideEndpoint: true
                      uriEndpointOverride: %s
        """
            .formatted(rds.uri());
    Resource resource = ResourceHelper.fromString("memory:clusters.yaml", route);
    PluginHelper.getRoutesLoader(camel).loadRoutes(resource);

    assertThat(camel.createProducerTemplate().requestBody("direct:clusters", (Object) null))
        .isInstanceOf(DescribeDbClustersResponse.class);
  }

  @Test
  void the_health_check_is_up_where_rds_answers_and_tells_the_code_where_it_refuses() {
    Rds2Endpoint endpoint = endpoint("aws2-rds:x?accessKey=AK&secretKey=SK&" + elsewhere());
    Rds2ProducerHealthCheck check = new Rds2ProducerHealthCheck(endpoint, "x");

    assertThat(check.call().getState()).isEqualTo(HealthCheck.State.UP);

    rds.nextError(403, "AccessDenied", "no");
    HealthCheck.Result refused = check.call();
    assertThat(refused.getState()).isEqualTo(HealthCheck.State.DOWN);
    assertThat(refused.getDetails()).containsValue("AccessDenied");
  }

  @Test
  void the_catalogue_documents_every_option_and_keeps_secrets_secret() throws Exception {
    try (InputStream in =
        Rds2Component.class.getResourceAsStream(
            "/META-INF/org/apache/camel/component/aws2/rds/aws2-rds.json")) {
      JsonNode catalogue = new ObjectMapper().readTree(in);

      assertThat(catalogue.get("properties")).isNotEmpty();
      assertThat(catalogue.get("properties"))
          .allSatisfy(option -> assertThat(option.get("description").asText()).isNotBlank());
      for (String secret : new String[] {"accessKey", "secretKey", "sessionToken"}) {
        assertThat(catalogue.at("/properties/" + secret + "/secret").asBoolean()).isTrue();
      }
      assertThat(catalogue.get("headers")).hasSizeGreaterThan(30);
    }
  }
}
