package io.rehydrate.plan;

/**
 * A mask as the plan writes it.
 *
 * @param name from the catalogue: {@code email}, {@code value}, {@code json}
 * @param argument what stands behind the name in the long form ({@code {value: x}}), as JSON text;
 *     empty for the short form
 */
public record MaskSpec(String name, String argument) {
  public static MaskSpec of(String name) {
    return new MaskSpec(name, "");
  }
}
