package io.rehydrate.cli;

import java.util.concurrent.Callable;

/**
 * A command that another jar of the class path brings, found by {@link java.util.ServiceLoader}: a
 * public class with picocli's {@code @Command} and a public constructor without parameters. Its
 * result is the exit code.
 */
public interface AddedCommand extends Callable<Integer> {}
