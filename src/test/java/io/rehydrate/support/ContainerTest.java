package io.rehydrate.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class on real servers in containers. It is skipped where no Docker engine answers; with
 * {@code REQUIRE_DOCKER=1} in the environment it fails there.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("container")
@ExtendWith(DockerCondition.class)
public @interface ContainerTest {}
