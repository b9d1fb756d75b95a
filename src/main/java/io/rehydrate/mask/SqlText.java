package io.rehydrate.mask;

import java.util.Optional;

/** An expression of the plan's own, over the row's columns. Nothing in it is keyed. */
final class SqlText implements Mask {
  @Override
  public boolean takesArgument() {
    return true;
  }

  @Override
  public Optional<String> problem(MaskedColumn column) {
    String sql = Arguments.text(column.argument()).orElse("");
    return sql.isBlank() || sql.contains(";") || sql.contains("--") || sql.contains("/*")
        ? Optional.of(
            "the mask 'sql' on "
                + column.name()
                + " needs one SQL expression without a comment or a semicolon, like {sql: \"ROUND(score, -1)\"}")
        : Optional.empty();
  }

  @Override
  public MaskExpression expression(MaskedColumn column) {
    return MaskExpression.plain("(" + Arguments.text(column.argument()).orElseThrow() + ")");
  }

  /** Only its author knows. */
  @Override
  public int distinctBits(MaskedColumn column) {
    return CERTAINLY;
  }
}
