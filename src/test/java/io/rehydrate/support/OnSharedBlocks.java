package io.rehydrate.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that mounts an XFS by a loop device, as root. It is skipped where that is not
 * possible; with {@code REQUIRE_REFLINK=1} in the environment it fails there.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SharedBlocksCondition.class)
public @interface OnSharedBlocks {}
