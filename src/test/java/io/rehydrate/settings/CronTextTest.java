package io.rehydrate.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 2 * * *|0 0 2 * * ?",
        "*/15 1-4 * * *|0 */15 1-4 * * ?",
        "0 2 1,15 * *|0 0 2 1,15 * ?",
        "0 2 * 6 0|0 0 2 ? 6 SUN",
        "0 2 * * 7|0 0 2 ? * SUN",
        "0 2 * * 1-5|0 0 2 ? * MON,TUE,WED,THU,FRI",
        "0 2 * * 5-7|0 0 2 ? * SUN,FRI,SAT",
        "0 2 * * fri-mon|0 0 2 ? * SUN,MON,FRI,SAT",
        "0 2 * * mon,3|0 0 2 ? * MON,WED",
        "0 2 * * */2|0 0 2 ? * SUN,TUE,THU,SAT",
        "0 0 2 ? * MON-FRI|0 0 2 ? * MON-FRI",
      })
  void crontab_becomes_quartz(String written, String quartz) {
    assertThat(CronText.toQuartz(written)).isEqualTo(quartz);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 2 1 * 1|both given",
        "@daily|write five fields",
        "0 2|write five fields",
        "0 2 * * 8|neither",
        "0 2 * * XXX|no day of the week",
        "0 25 * * *|Quartz does not take it",
        "0 0 2 * * *|Quartz does not take it",
        "*/0 2 * * *|no step",
        "0 2 30 2 *|never comes",
      })
  void what_neither_takes_is_told(String written, String told) {
    assertThatThrownBy(() -> CronText.toQuartz(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(told);
  }
}
