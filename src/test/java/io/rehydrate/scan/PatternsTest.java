package io.rehydrate.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternsTest {

  static Text text(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    Text text = new Text(Math.max(1, bytes.length));
    System.arraycopy(bytes, 0, text.bytes, 0, bytes.length);
    text.length = bytes.length;
    return text;
  }

  private static Set<Kind> found(String value) {
    long bits = new Patterns().find(text(value), 0);
    EnumSet<Kind> kinds = EnumSet.noneOf(Kind.class);
    Kind.all().stream().filter(k -> (bits & Form.bits(k)) != 0).forEach(kinds::add);
    return kinds;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EMAIL | jane@acme.org",
        "EMAIL | write to Jane.Doe+news@mail.acme.co.uk, please",
        "EMAIL | <jörg@müller.de>",
        "EMAIL | {\"by\":\"x_y@sub.example.io\"}",
        "EMAIL | a@example.com and then b@gmail.com.",
        "EMAIL | mailto:jane@notexample.com",
        "EMAIL | jane@acme.org,john@acme.org",
        "PHONE | +49 30 1234567",
        "PHONE | +14155552671",
        "PHONE | call (212) 555-1234 now",
        "PHONE | (212)555-1234",
        "PHONE | 212-555-1234",
        "PHONE | 212.555.1234 ext 5",
        "PHONE | 1-212-555-1234",
        "PHONE | \"phone\":\"+44 (0)20 7946 0018\"",
        "PHONE | {\"mobil\": 491711234567}",
        "PHONE | a:1:{s:7:\"telefon\";s:11:\"01711234567\";}",
        "PHONE | a:1:{s:5:\"handy\";i:491711234567;}",
        "PHONE | {\"v\":\"0171\\/1234567\"}",
        "PHONE | Tel.: 91 123 45 67",
        "PHONE | please call me at 7911123456",
        "PHONE | 0171/1234567 from 01.02.2026 on",
        "PHONE | 089 / 123 45 67",
        "PHONE | 004930123456",
        "PHONE | 06.12.34.56.78",
        "SSN | her social security number is 123456789",
        "CARD | 4111 1111 1111 1111",
        "CARD | paid with 5500-0000-0000-0004 yesterday",
        "CARD | 3782 822463 10005",
        "CARD | 4111 1111 1111 1111 12/27",
        "IBAN | DE89370400440532013000",
        "IBAN | DE89 3704 0044 0532 0130 00",
        "IBAN | to: GB29NWBK60161331926819.",
        "IBAN | FR14 2004 1010 0505 0001 3M02 606",
        "SSN | 123-45-6789",
        "SSN | SSN:901-70-1234;",
        "IP | 81.2.69.160",
        "IP | from 8.8.8.8:443",
        "IP | http://93.184.216.34/x",
        "IP | 2a02:8109:9a80:5e1:1::7",
        "IP | 2001:4860:4860::8888",
        "IP | ::ffff:81.2.69.160",
        "IP | [2607:f8b0:4004:0c07:0:0:0:71]",
        "SECRET | AKIAIOSFODNN7EXAMPLE",
        "SECRET | token=ghp_abcdefghijklmnopqrstuvwxyz0123456789",
        "SECRET | eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc",
        "SECRET | -----BEGIN RSA PRIVATE KEY-----",
        "SECRET | $2b$12$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuvwxyz01234",
        "SECRET | sk_live_abcdefghijklmnop1234"
      })
  void finds(Kind kind, String value) {
    assertThat(found(value)).containsExactly(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "a@b",
        "jane@example.com",
        "jane@mail.example.org",
        "x@host.test",
        "x@localhost",
        "logo@2x.png",
        "react@18.2.0",
        "git@github.com:owner/name.git",
        "@Override method.call",
        "2026-11-22 02:00:00",
        "2026-11-22T02:00:00.123456+01:00",
        "192.0.2.17",
        "10.1.2.3",
        "172.16.0.1 172.31.255.254 192.168.178.1",
        "169.254.10.20",
        "100.64.0.1",
        "224.0.0.1 255.255.255.255 0.0.0.0",
        "fe80::1",
        "fd12:3456:789a::1",
        "ff02::1",
        "198.51.100.1 203.0.113.9",
        "127.0.0.1",
        "Chrome/120.0.0.0 Safari/537.36",
        "1.2.3.4.5",
        "256.1.1.1",
        "2001:db8::3f9a:0c51",
        "::1",
        "12:34:56",
        "aa:bb:cc:dd:ee:ff",
        "std::vector and add::b",
        "550e8400-e29b-41d4-a716-446655440000",
        "6ba7b810-9dad-11d1-80b4-123456789012",
        "4111 1111 1111 1112",
        "1234-5678-9012-3456",
        "9780306406157",
        "000-12-3456",
        "666-12-3456",
        "123-00-6789",
        "12-345-6789",
        "1123-45-6789",
        "123-45-67890",
        "ID-123-45-6789",
        "(212) 555-0123",
        "+1 212 555 0123",
        "+1 1",
        "+45.678901",
        "12.3,+45.6789",
        "01.02.2026 10:20",
        "0306406152 and 0-306-40615-2",
        "02138-1234",
        "documents/0171/1234567",
        "12 345 678 901",
        "1+2345678901",
        "C# + 12 / 34",
        "012-345-6789",
        "DE89370400440532013001",
        "DE8937040044053201300",
        "XX89370400440532013000",
        "AKIA",
        "ghp_short",
        "eyJub3RqdXN0LmVuZA",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN PUBLIC KEY-----",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "documents/ab/1234567",
        "3f9a0c51d2b84e77a6c0@example.com",
        "https://example.com/9c1f3a5b7d9e",
        "412 Maple Ave, Aarhus",
        "1234.56 -0.5 1e10"
      })
  void passes_over(String value) {
    assertThat(found(value)).isEmpty();
  }

  private static Set<Form> forms(String value) {
    long bits = new Patterns().find(text(value), 0);
    EnumSet<Form> forms = EnumSet.noneOf(Form.class);
    EnumSet.allOf(Form.class).stream().filter(f -> (bits & f.bit()) != 0).forEach(forms::add);
    return forms;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4111111111111111 | CARD_BARE",
        "order 5500000000000004 is paid | CARD_BARE",
        "4111111111111112 | BARE_OTHER",
        "1111111111111117 | BARE_OTHER",
        "card 4111111111111111 | CARD_SURE",
        "123-45-6789 | SSN",
        "987-66-4321 | SSN_OTHER",
        "212-555-1234 | PHONE_NORTH_AMERICAN",
        "123-555-1234 | NORTH_AMERICAN_OTHER",
        "+123456789 points | PLUS_OTHER",
        "+4915112345678 | PHONE_PLUS",
        "1171/1234567 | NATIONAL_OTHER",
        "1.2.3.4 | IP_SMALL",
        "81.2.69.160 | IP_LARGE",
        "1.2.3000.4 | IP_OTHER",
        "Version 81.2.69.160 | IP_OTHER",
        "ip 1.2.3.4 | IP_SURE",
        "a@b.de | EMAIL",
        "jane.doe@acme.org | EMAIL_SURE",
        "x^@~y | AT_OTHER"
      })
  void what_proves_too_little_is_left_to_the_count_over_the_column(String value, Form form) {
    assertThat(forms(value)).containsExactly(form);
  }
}
