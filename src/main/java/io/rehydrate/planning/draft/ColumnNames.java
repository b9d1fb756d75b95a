package io.rehydrate.planning.draft;

import io.rehydrate.schema.Column;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a column's name alone says of what it holds. */
final class ColumnNames {
  private static final String WHY = "by its name";

  private record Word(Set<String> words, List<String> masks) {}

  /** In this order: {@code email_address} is an address of mail. */
  private static final List<Word> PERSONAL =
      List.of(
          new Word(Set.of("email", "mail", "emailaddress"), List.of("email", "hash")),
          new Word(
              NameTokens.set(
                  "password passwd pwd secret token salt credential apikey passphrase pin"
                      + " otp"),
              List.of("set-null", "set-empty", "hash")),
          new Word(
              NameTokens.set("phone telephone tel mobile cellphone cell fax msisdn"),
              List.of("phone", "digits")),
          new Word(
              Set.of("firstname", "givenname", "forename", "prename", "nickname"),
              List.of("first-name")),
          new Word(Set.of("lastname", "surname", "familyname", "maidenname"), List.of("last-name")),
          new Word(
              NameTokens.set(
                  "fullname contactname signername sendername recipientname holdername"
                      + " ownername authorname customername clientname displayname personname"
                      + " insuredname patientname employeename"),
              List.of("full-name")),
          new Word(Set.of("username", "login", "nick", "screenname"), List.of("hash")),
          new Word(
              Set.of("company", "companyname", "organisation", "organization", "firm"),
              List.of("company")),
          new Word(
              NameTokens.set(
                  "ssn passport licence license taxid taxno vat iban bic account"
                      + " cardnumber card cvv cvc pan nationalid socialsecurity"),
              List.of("digits", "hash")),
          new Word(
              Set.of("postcode", "zip", "zipcode", "postalcode", "plz"),
              List.of("postcode", "digits")),
          new Word(Set.of("city", "town", "village"), List.of("city")),
          new Word(Set.of("street", "address", "addr", "addressline"), List.of("street")),
          new Word(Set.of("ip", "ipaddress", "remoteaddr"), List.of("ip")),
          new Word(Set.of("useragent"), List.of("redact")),
          new Word(
              Set.of("birth", "birthdate", "birthday", "dob", "born", "death"),
              List.of("set-null")),
          new Word(
              NameTokens.set("note comment remark memo body message bio about"), List.of("redact")),
          new Word(
              Set.of("signature", "photo", "avatar", "picture", "fingerprint", "image"),
              List.of("set-null", "set-empty")));

  private static final Set<String> HARMLESS =
      NameTokens.set(
          "code status state type kind category class currency country language"
              + " lang locale unit mime version engine format extension color colour sku"
              + " slug level priority role channel mode tier sha1 sha256 sha512 md5 hash"
              + " checksum etag uuid guid timezone");

  private ColumnNames() {}

  static Optional<ColumnGuess> personal(Column column) {
    NameTokens words = NameTokens.of(column.name());
    return PERSONAL.stream()
        .filter(word -> words.holds(word.words()))
        .findFirst()
        .map(word -> ColumnGuess.personal(WHY, word.masks().toArray(String[]::new)))
        .filter(guess -> column.isText() || column.isBinary() || isNumberOrDate(column, guess));
  }

  /** Of numbers and dates only what is a person's number or day. */
  private static boolean isNumberOrDate(Column column, ColumnGuess guess) {
    String first = guess.masks().get(0).name();
    return switch (column.dataType()) {
      case "date", "datetime" ->
          NameTokens.of(column.name())
              .hasAny(Set.of("birth", "birthdate", "birthday", "dob", "born"));
      case "int", "bigint", "decimal" -> first.equals("digits") || first.equals("phone");
      default -> false;
    };
  }

  static boolean isHarmless(Column column) {
    return HARMLESS.contains(NameTokens.of(column.name()).last());
  }
}
