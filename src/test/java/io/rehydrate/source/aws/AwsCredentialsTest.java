package io.rehydrate.source.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.rehydrate.error.InvalidException;
import io.rehydrate.settings.Settings;
import io.rehydrate.support.HomeFolder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.internal.ProfileCredentialsUtils;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;

/** Every way of the SDK's to credentials is on the class path; nothing is asked of AWS here. */
class AwsCredentialsTest {
  private static final String PROFILES =
      """
      [profile keys]
      aws_access_key_id = a
      aws_secret_access_key = b
      [profile role]
      role_arn = arn:aws:iam::123456789012:role/nightly
      source_profile = keys
      region = eu-central-1
      [profile web]
      role_arn = arn:aws:iam::123456789012:role/nightly
      web_identity_token_file = /nowhere/token
      role_session_name = night
      region = eu-central-1
      [profile single]
      sso_start_url = https://example.awsapps.com/start
      sso_region = eu-central-1
      sso_account_id = 123456789012
      sso_role_name = nightly
      region = eu-central-1
      [profile session]
      sso_session = corp
      sso_account_id = 123456789012
      sso_role_name = nightly
      region = eu-central-1
      [sso-session corp]
      sso_region = eu-central-1
      sso_start_url = https://example.awsapps.com/start
      """;

  @TempDir Path folder;

  /** What is not on the class path would be said so; that nobody has signed in is another thing. */
  @ParameterizedTest
  @ValueSource(strings = {"role", "web", "single", "session"})
  void a_profile_finds_its_part_of_the_sdk(String name) {
    ProfileFile file =
        ProfileFile.builder()
            .content(new ByteArrayInputStream(PROFILES.getBytes(StandardCharsets.UTF_8)))
            .type(ProfileFile.Type.CONFIGURATION)
            .build();

    Throwable missing =
        catchThrowable(
            () ->
                new ProfileCredentialsUtils(file, file.profile(name).orElseThrow(), file::profile)
                    .credentialsProvider()
                    .orElseThrow());

    assertThat(String.valueOf(missing)).doesNotContain("class path");
    assertThat(missing == null || String.valueOf(missing).matches("(?i).*(sso|token).*")).isTrue();
  }

  @Test
  void a_missing_region_is_told_in_a_line() {
    Settings.Aws settings =
        HomeFolder.atAws(folder, "aurora-snapshot")
            .without("aws.region")
            .read()
            .aws()
            .orElseThrow();
    System.setProperty("aws.disableEc2Metadata", "true");
    try {
      assertThatThrownBy(() -> new Aws(settings, "test", Clock.systemUTC()).close())
          .isInstanceOf(InvalidException.class)
          .hasMessageContaining("No AWS region is set")
          .hasMessageNotContaining("Provider")
          .extracting("code")
          .isEqualTo("aws.client");
    } finally {
      System.clearProperty("aws.disableEc2Metadata");
    }
  }

  @Test
  void missing_credentials_are_told_without_a_page_of_class_names() {
    String chain =
        "Unable to load credentials from any of the providers in the chain"
            + " AwsCredentialsProviderChain(credentialsProviders=[SystemPropertyCredentialsProvider(),"
            + " EnvironmentVariableCredentialsProvider(), ProfileCredentialsProvider(profileName=x)])"
            + " : [SystemPropertyCredentialsProvider(): Unable to load credentials from system"
            + " settings., ProfileCredentialsProvider(profileName=x): The SSO session associated"
            + " with this profile has expired, ContainerCredentialsProvider(): Cannot fetch"
            + " credentials from container]";

    assertThat(RdsErrorClass.words(SdkClientException.create(chain)))
        .startsWith("no credentials are found")
        .contains("The SSO session associated with this profile has expired")
        .doesNotContain("CredentialsProvider")
        .hasSizeLessThan(400);
    assertThat(RdsErrorClass.hint(SdkClientException.create(chain))).contains("credentials");
  }
}
