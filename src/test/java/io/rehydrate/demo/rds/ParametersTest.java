package io.rehydrate.demo.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no SDK would send. */
class ParametersTest {
  private static final ApiTable TABLE = ApiTable.read();

  private static Parameters parameters(String operation, Map<String, String> form) {
    return new Parameters(TABLE.operation(operation).orElseThrow(), form);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Nonsense",
        "dbclusteridentifier",
        "Tags.Tag.1.Colour",
        "Tags.member.1.Key",
        "Tags.Tag.x.Key",
        "DBClusterIdentifier.1"
      })
  void a_parameter_that_the_operation_has_not_is_refused(String name) {
    assertRefused("InvalidQueryParameter", "CreateDBClusterSnapshot", name, "1");
  }

  private static void assertRefused(String code, String operation, String name, String value) {
    assertThatExceptionOfType(ApiError.class)
        .isThrownBy(() -> parameters(operation, Map.of(name, value)))
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }

  @ParameterizedTest
  @CsvSource({
    "DescribeDBClusters, MaxRecords, many",
    "DescribeDBClusters, MaxRecords, 2.5",
    "ModifyDBCluster, DeletionProtection, yes",
    "DescribeEvents, StartTime, yesterday",
    "ModifyDBCluster, ServerlessV2ScalingConfiguration.MinCapacity, half",
    "CreateDBClusterSnapshot, Tags, all"
  })
  void a_value_of_another_type_is_refused(String operation, String name, String value) {
    assertRefused("MalformedInput", operation, name, value);
  }

  @Test
  void lists_keep_their_order_and_end_at_the_first_gap() {
    Parameters p =
        parameters(
            "RestoreDBClusterFromSnapshot",
            Map.of(
                "DBClusterIdentifier", "copy",
                "SnapshotIdentifier", "snap",
                "Engine", "aurora-mysql",
                "VpcSecurityGroupIds.VpcSecurityGroupId.2", "sg-2",
                "VpcSecurityGroupIds.VpcSecurityGroupId.1", "sg-1",
                "VpcSecurityGroupIds.VpcSecurityGroupId.4", "sg-4"));

    assertThat(p.list("VpcSecurityGroupIds", "VpcSecurityGroupId")).containsExactly("sg-1", "sg-2");
  }

  @Test
  void an_empty_value_counts_as_none() {
    assertRefused("MissingParameter", "DeleteDBCluster", "DBClusterIdentifier", "");
  }

  @Test
  void a_form_names_a_field_once() {
    assertThat(Form.parse("A=1&B=a%20b+c&C=")).containsEntry("B", "a b c").containsEntry("C", "");
    assertThatExceptionOfType(ApiError.class).isThrownBy(() -> Form.parse("A=1&A=2"));
    assertThatExceptionOfType(ApiError.class).isThrownBy(() -> Form.parse("A=%zz"));
  }
}
