package io.rehydrate.mask;

import java.util.Optional;

/** One mask of the catalogue. */
sealed interface Mask
    permits Constant,
        DateShift,
        Digits,
        Email,
        Hash,
        Ip,
        JsonMask,
        NumberNoise,
        OneWord,
        Phone,
        PointShift,
        Postcode,
        Redact,
        SetEmpty,
        SetNull,
        SqlText,
        Street,
        TwoWords,
        Url,
        Uuid {

  /** Values that stay apart for certain. */
  int CERTAINLY = Integer.MAX_VALUE;

  /** Why it can't be used there, if it can't. */
  Optional<String> problem(MaskedColumn column);

  MaskExpression expression(MaskedColumn column);

  default boolean takesArgument() {
    return false;
  }

  /** How many bits keep the results of different values apart; 0: nothing does. */
  default int distinctBits(MaskedColumn column) {
    return 0;
  }

  /** How many of the first characters keep nothing apart, as all results have them. */
  default int charactersAlike() {
    return 0;
  }
}
