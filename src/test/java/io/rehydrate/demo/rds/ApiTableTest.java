package io.rehydrate.demo.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.services.rds.model.RdsRequest;

/** The table of the API against the SDK's own model of it. */
class ApiTableTest {
  private static final Map<MarshallingType<?>, String> TYPES =
      Map.of(
          MarshallingType.STRING, "string",
          MarshallingType.INTEGER, "integer",
          MarshallingType.LONG, "long",
          MarshallingType.DOUBLE, "decimal",
          MarshallingType.BOOLEAN, "boolean",
          MarshallingType.INSTANT, "time",
          MarshallingType.LIST, "list",
          MarshallingType.SDK_POJO, "structure");

  static Collection<ApiTable.Operation> operations() {
    return ApiTable.read().operations().values();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void it_has_every_parameter_that_the_sdk_sends(ApiTable.Operation operation) throws Exception {
    Class<?> type =
        Class.forName(
            RdsRequest.class.getPackageName()
                + "."
                + operation.name().replace("DB", "Db")
                + "Request");
    SdkPojo builder = (SdkPojo) type.getMethod("builder").invoke(null);
    assertThat(builder.sdkFields()).isNotEmpty();
    for (SdkField<?> field : builder.sdkFields()) {
      if (TYPES.get(field.marshallingType()).equals("structure")) {
        assertThat(parts(operation, field.locationName())).as(field.locationName()).isNotEmpty();
        continue;
      }
      ApiTable.Parameter parameter = operation.parameters().get(field.locationName());
      assertThat(parameter).as(field.locationName()).isNotNull();
      assertThat(parameter.type()).isEqualTo(TYPES.get(field.marshallingType()));
    }
  }

  private static Collection<String> parts(ApiTable.Operation operation, String name) {
    return operation.parameters().keySet().stream()
        .filter(p -> p.equals(name) || p.startsWith(name + "."))
        .collect(Collectors.toList());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void each_operation_in_it_is_simulated(ApiTable.Operation operation) {
    try (PaperStorage storage = new PaperStorage()) {
      Account account = new Account(storage, RdsFixture.realTime(), new Faults(Courses.likeAws()));
      assertThat(new Operations(account).find(operation.name())).isPresent();
    }
  }
}
