package io.rehydrate.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScanVerdictTest {
  private static final int VALUES = 10_000;
  private static final int PLANTED = 200;

  private static ScannedColumn of(Noise noise) {
    ScannedColumn column = noise.isRaw() ? new ScannedColumn("v", "blob") : ScannedColumn.ofTexts();
    Random random = new Random(noise.name().hashCode());
    for (int i = 0; i < VALUES; i++) {
      column.add(noise.value(random), noise.isRaw());
    }
    return column;
  }

  @ParameterizedTest
  @EnumSource(Noise.class)
  void what_chance_and_business_make_holds_nothing(Noise noise) {
    assertThat(of(noise).held()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Noise.class,
      names = {"RAW", "RAW_32", "HEX", "HEX_64", "BASE64", "BASE64_URL", "UUIDS", "DIGITS"})
  void one_person_among_random_values_is_found(Noise noise) {
    ScannedColumn random = of(noise);
    List<String> missed = new ArrayList<>();
    for (Planted planted :
        List.of(
            Planted.EMAIL,
            Planted.PHONE_PLUS,
            Planted.PHONE_PLUS_TOGETHER,
            Planted.PHONE_SLASH,
            Planted.PHONE_AMERICAN,
            Planted.PHONE_AMERICAN_HYPHENS,
            Planted.CARD,
            Planted.CARD_HYPHENS,
            Planted.IPV4,
            Planted.IPV6)) {
      byte[] value = planted.value(new Random(11)).getBytes(StandardCharsets.UTF_8);
      ScannedColumn column =
          (noise.isRaw() ? new ScannedColumn("v", "blob") : ScannedColumn.ofTexts())
              .merge(random)
              .add(value, noise.isRaw());
      if (!column.held().containsKey(planted.kind)) {
        missed.add(planted.name());
      }
    }
    assertThat(missed).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Planted.class)
  void planted_values_are_found_whatever_they_are_wrapped_in(Planted planted) {
    for (Planted.Wrapped wrapped : Planted.Wrapped.values()) {
      ScannedColumn column = ScannedColumn.ofTexts();
      Random random = new Random(planted.name().hashCode());
      for (int i = 0; i < PLANTED; i++) {
        column.add(wrapped.around(planted.value(random)));
      }
      assertThat(column.held().getOrDefault(planted.kind, 0L))
          .as(wrapped.name())
          .isGreaterThanOrEqualTo(PLANTED * 9 / 10);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "telefon",
        "telefonnummer",
        "handynr",
        "rufnummer",
        "mobilnummer",
        "phonenumber",
        "phone_no",
        "homePhone",
        "tel",
        "mobile2",
        "festnetz_privat",
        "durchwahl",
        "téléphone",
        "portable",
        "numero_telefono",
        "móvil",
        "celular",
        "cellulare",
        "telefoonnummer",
        "mobiel",
        "telemóvel",
        "telefone",
        "msisdn",
        "faxnummer"
      })
  void whole_numbers_in_columns_of_phones_are_phones(String name) {
    ScannedColumn column = new ScannedColumn(name, "bigint");
    Random random = new Random(3);
    for (int i = 0; i < PLANTED; i++) {
      column.add("49171" + (1_000_000 + random.nextInt(9_000_000)));
    }

    assertThat(column.held()).containsEntry(Kind.PHONE, (long) PLANTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "phone_id",
        "mobile_count",
        "telephone_type",
        "is_mobile",
        "telling",
        "hotel",
        "order_no",
        "immobilie",
        "automobil",
        "microphone",
        "cellar"
      })
  void whole_numbers_in_other_columns_are_none(String name) {
    ScannedColumn column = new ScannedColumn(name, "bigint");
    for (int i = 0; i < PLANTED; i++) {
      column.add("4917112345" + (10 + i % 90));
    }

    assertThat(column.held()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"ip, 1", "client_ip, 1", "remote_addr, 1", "v, 0", "version, 0", "firmware, 0"})
  void the_name_of_a_column_tells_addresses_from_versions(String name, int held) {
    ScannedColumn column = new ScannedColumn(name, "varchar(40)");
    Random random = new Random(5);
    for (int i = 0; i < PLANTED; i++) {
      column.add(
          (1 + random.nextInt(9)) + "." + random.nextInt(9) + "." + random.nextInt(9) + ".4");
    }

    assertThat(column.held()).hasSize(held);
  }

  @Test
  void addresses_of_the_network_need_no_name() {
    ScannedColumn column = ScannedColumn.ofTexts();
    Random random = new Random(5);
    for (int i = 0; i < PLANTED; i++) {
      column.add(
          (11 + random.nextInt(110))
              + "."
              + random.nextInt(256)
              + "."
              + random.nextInt(256)
              + ".9");
    }

    assertThat(column.held()).containsOnlyKeys(Kind.IP);
  }

  @Test
  void what_is_below_the_threshold_is_told_and_does_not_hold() {
    ScannedColumn column = of(Noise.FOUR_GROUPS);

    assertThat(column.held()).isEmpty();
    assertThat(column.passedOver()).containsOnlyKeys(Kind.CARD);
  }

  @Test
  void cards_beyond_what_chance_makes_hold_the_dump() {
    ScannedColumn column = of(Noise.FOUR_GROUPS);
    Random random = new Random(9);
    for (int i = 0; i < VALUES; i++) {
      column.add(Planted.CARD.value(random));
    }

    assertThat(column.held()).containsOnlyKeys(Kind.CARD);
  }

  @Test
  void a_larger_column_of_tokens_is_none_of_keys_and_a_small_one_is() {
    ScannedColumn few = ScannedColumn.ofTexts();
    Random random = new Random(9);
    for (int i = 0; i < PLANTED; i++) {
      few.add(Planted.AWS_SECRET.value(random));
    }

    assertThat(few.held()).containsOnlyKeys(Kind.SECRET);
    assertThat(of(Noise.BASE64_OF_30).held()).isEmpty();
  }
}
