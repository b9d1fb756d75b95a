package io.rehydrate.demo.rds;

/** What one operation does. */
@FunctionalInterface
interface Handler {
  /**
   * Does it, wholly or not at all.
   *
   * @throws ApiError refused
   */
  Answer handle(Parameters parameters);
}
