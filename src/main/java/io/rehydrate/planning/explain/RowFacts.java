package io.rehydrate.planning.explain;

import io.rehydrate.dehydrate.compile.Edge;
import java.util.Optional;
import java.util.Set;

/**
 * What a row says of itself.
 *
 * @param key in the letters of the row
 * @param refers the ties by which it refers to something: not NULL, their condition true
 * @param chosen why it stays for itself, where it does
 * @param notChosen why it does not, where it does not
 * @param mayStay whether its core entry's {@code where} holds
 * @param changed whether it was changed or made after the as-of time; empty where nothing says so
 */
record RowFacts(
    RowKey key,
    Set<Edge> refers,
    Optional<String> chosen,
    String notChosen,
    boolean mayStay,
    Optional<Boolean> changed) {}
