package io.rehydrate.source.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.rds.model.RdsException;

class RdsErrorClassTest {
  private static SdkException refusal(int status, String code, String message) {
    return (SdkException)
        RdsException.builder()
            .statusCode(status)
            .message(message)
            .awsErrorDetails(
                AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
            .build();
  }

  @ParameterizedTest
  @CsvSource({
    "400,DBClusterSnapshotAlreadyExistsFault,EXISTS",
    "400,DBClusterAlreadyExistsFault,EXISTS",
    "400,DBInstanceAlreadyExists,EXISTS",
    "400,DBSnapshotAlreadyExists,EXISTS",
    "400,SnapshotQuotaExceeded,QUOTA",
    "400,InstanceQuotaExceeded,QUOTA",
    "403,DBClusterQuotaExceededFault,QUOTA",
    "400,StorageQuotaExceeded,QUOTA",
    "400,InvalidDBClusterStateFault,NOT_READY",
    "400,InvalidDBClusterSnapshotStateFault,NOT_READY",
    "400,InvalidDBSnapshotState,NOT_READY",
    "400,InvalidDBInstanceState,NOT_READY",
    "404,DBClusterNotFoundFault,NOT_FOUND",
    "404,DBInstanceNotFound,NOT_FOUND",
    "404,DBClusterSnapshotNotFoundFault,NOT_FOUND",
    "404,DBSnapshotNotFound,NOT_FOUND",
    "400,InsufficientDBInstanceCapacity,NO_CAPACITY",
    "403,InsufficientDBClusterCapacityFault,NO_CAPACITY",
    "400,InsufficientStorageClusterCapacity,NO_CAPACITY",
    "400,KMSKeyNotAccessibleFault,PERMANENT",
    "404,DBClusterParameterGroupNotFound,PERMANENT",
    "404,DBParameterGroupNotFound,PERMANENT",
    "404,DBSubnetGroupNotFoundFault,PERMANENT",
    "400,DBSubnetGroupDoesNotCoverEnoughAZs,PERMANENT",
    "400,InvalidSubnet,PERMANENT",
    "400,InvalidVPCNetworkStateFault,PERMANENT",
    "400,StorageTypeNotSupported,PERMANENT",
    "404,CertificateNotFound,PERMANENT",
    "404,OptionGroupNotFoundFault,PERMANENT",
    "400,InvalidRestoreFault,PERMANENT",
    "400,InvalidParameterCombination,PERMANENT",
    "400,InvalidParameterValue,PERMANENT",
    "403,AccessDenied,PERMANENT",
    "403,AccessDeniedException,PERMANENT",
    "400,Throttling,AGAIN",
    "400,ThrottlingException,AGAIN",
    "503,RequestLimitExceeded,AGAIN",
    "500,InternalFailure,AGAIN",
    "503,ServiceUnavailable,AGAIN",
    "502,'',AGAIN",
    "400,ExpiredToken,AGAIN"
  })
  void every_code_has_its_consequence(int status, String code, RdsErrorClass fault) {
    assertThat(RdsErrorClass.of(refusal(status, code, "words"))).isEqualTo(fault);
  }

  @Test
  void a_missing_capacity_of_a_serverless_cluster_does_not_come_by_waiting() {
    assertThat(
            RdsErrorClass.of(
                refusal(
                    400,
                    "InvalidDBClusterStateFault",
                    "Set the Serverless v2 scaling configuration on the parent DB cluster before"
                        + " creating a Serverless v2 DB instance.")))
        .isEqualTo(RdsErrorClass.PERMANENT);
  }

  @Test
  void what_did_not_get_through_is_tried_again() {
    assertThat(RdsErrorClass.of(SdkClientException.create("no", new IOException("reset"))))
        .isEqualTo(RdsErrorClass.AGAIN);
    assertThat(RdsErrorClass.of(ApiCallTimeoutException.create(120_000)))
        .isEqualTo(RdsErrorClass.AGAIN);
  }

  @Test
  void credentials_that_are_missing_for_a_moment_are_waited_for_and_named() {
    SdkException missing = SdkClientException.create("Unable to load credentials from the profile");

    assertThat(RdsErrorClass.of(missing)).isEqualTo(RdsErrorClass.AGAIN);
    assertThat(RdsErrorClass.hint(missing)).contains("credentials");
    assertThat(RdsErrorClass.of(refusal(403, "InvalidClientTokenId", "invalid")))
        .isEqualTo(RdsErrorClass.AGAIN);
    assertThat(RdsErrorClass.hint(refusal(403, "InvalidClientTokenId", "invalid")))
        .contains("credentials");
  }

  @Test
  void only_one_refused_request_says_for_certain_that_nothing_was_done() {
    assertThat(RdsErrorClass.isCertain(refusal(400, "SnapshotQuotaExceeded", "no"))).isTrue();
    assertThat(RdsErrorClass.isCertain(refusal(500, "InternalFailure", "no"))).isFalse();
    assertThat(RdsErrorClass.isCertain(refusal(403, "", "a page"))).isFalse();
    assertThat(RdsErrorClass.isCertain(SdkClientException.create("Could not parse XML"))).isFalse();
    assertThat(
            RdsErrorClass.isCertain(
                refusal(400, "SnapshotQuotaExceeded", "no").toBuilder().numAttempts(2).build()))
        .isFalse();
  }

  @Test
  void an_answer_without_a_code_is_told_by_its_status() {
    SdkException blank = (SdkException) RdsException.builder().statusCode(503).build();

    assertThat(RdsErrorClass.words(blank)).isEqualTo("HTTP status 503 without an error code");
    assertThat(RdsErrorClass.of(blank)).isEqualTo(RdsErrorClass.AGAIN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "InvalidParameterCombination|RDS does not support creating a DB instance with the following combination: DBInstanceClass=db.x1, Engine=aurora-mysql|NO_CLASS|scratch.instance-classes",
        "InvalidParameterValue|Invalid DB Instance class: db.x99.large|NO_CLASS|scratch.instance-classes",
        "InvalidParameterCombination|Cannot find version 8.0.mysql_aurora.3.01.0 for aurora-mysql|PERMANENT|upgrade the source",
        "InvalidParameterCombination|You can't specify MasterUserPassword for a cluster with ManageMasterUserPassword enabled.|PERMANENT|Secrets Manager",
        "InsufficientStorageClusterCapacity|none|NO_CAPACITY|subnets"
      })
  void a_refusal_names_its_remedy(String code, String message, RdsErrorClass fault, String remedy) {
    assertThat(RdsErrorClass.of(refusal(400, code, message))).isEqualTo(fault);
    assertThat(RdsErrorClass.hint(refusal(400, code, message))).contains(remedy);
  }

  @Test
  void a_failure_says_what_why_and_the_way_out() {
    assertThat(
            RdsErrorClass.failure("cloning prod", refusal(403, "AccessDenied", "not authorized")))
        .hasMessageContaining("cloning prod")
        .hasMessageContaining("AccessDenied: not authorized")
        .extracting("hint")
        .asString()
        .contains("docs/aws.md");
  }
}
