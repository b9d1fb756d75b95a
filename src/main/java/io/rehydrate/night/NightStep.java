package io.rehydrate.night;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A bean's method that works on the {@link Night} of its exchange. The check of routes reads what
 * it needs and gives; a test holds it to that.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface NightStep {
  /** What steps before it must have made. */
  NightPart[] needs() default {};

  /** What it makes. */
  NightPart[] gives() default {};
}
