package io.rehydrate.mask;

import java.util.Optional;

/** NULL for everything. */
final class SetNull implements Mask {
  @Override
  public Optional<String> problem(MaskedColumn column) {
    return column.column().nullable()
        ? Optional.empty()
        : Optional.of(column.misfit("set-null", "it is NOT NULL"));
  }

  @Override
  public MaskExpression expression(MaskedColumn column) {
    return MaskExpression.plain("NULL");
  }

  @Override
  public int distinctBits(MaskedColumn column) {
    return CERTAINLY;
  }
}
