package io.rehydrate.mask;

import java.util.Optional;

/** An empty text, or an empty value of a binary column; NULL stays NULL. */
final class SetEmpty implements Mask {
  @Override
  public Optional<String> problem(MaskedColumn column) {
    return column.isFreeText() || column.column().isBinary()
        ? Optional.empty()
        : Optional.of(column.misfit("set-empty", "it is for text and binary columns"));
  }

  @Override
  public MaskExpression expression(MaskedColumn column) {
    return MaskExpression.plain("IF(" + column.value() + " IS NULL, NULL, '')");
  }
}
