package io.rehydrate.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that runs a second time, on the MariaDB server of this machine instead of the
 * embedded one: {@link TestServers} then are of that version. It is skipped where none is
 * installed; with {@code REQUIRE_MARIADB=10.11} in the environment it fails there, and on any other
 * version.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("mariadb")
@ExtendWith(MariaDbCondition.class)
public @interface OnEveryMariaDb {}
