package io.rehydrate.mask;

import java.util.Optional;

/**
 * A mailbox at example.com, which nobody can own. Case is passed over, as mail does, but where a
 * unique index counts it. A column of less than 32 characters takes base 36 in place of hex, which
 * says more with fewer characters.
 */
final class Email implements Mask {
  private static final String DOMAIN = "@example.com";
  private static final int SHORTEST = 24;
  private static final int HEX_DIGITS = 20;

  @Override
  public Optional<String> problem(MaskedColumn column) {
    return column.needsText("email", SHORTEST);
  }

  @Override
  public MaskExpression expression(MaskedColumn column) {
    String digest = column.digest("email", column.uniqueText());
    int room = mailboxRoom(column);
    String mailbox =
        room >= HEX_DIGITS
            ? "LEFT(" + digest + ", " + HEX_DIGITS + ")"
            : "LOWER(CONV(LEFT(" + digest + ", " + hexDigitsInBase36(room) + "), 16, 36))";
    return MaskExpression.keyed(
        column.unlessEmpty("CONCAT(" + mailbox + ", '" + DOMAIN + "')"), "email");
  }

  @Override
  public int distinctBits(MaskedColumn column) {
    int room = mailboxRoom(column);
    return 4 * (room >= HEX_DIGITS ? HEX_DIGITS : hexDigitsInBase36(room));
  }

  private static int mailboxRoom(MaskedColumn column) {
    return (int) Math.min(column.room() - DOMAIN.length(), HEX_DIGITS);
  }

  /** 16 hex digits take 13 of base 36, and are all that CONV can hold; 15 take 12. */
  private static int hexDigitsInBase36(int room) {
    return room > 12 ? 16 : 15;
  }
}
