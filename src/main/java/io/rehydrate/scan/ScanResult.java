package io.rehydrate.scan;

import java.util.List;
import java.util.Map;

/**
 * What a scan of a whole dump came to.
 *
 * @param rows that were looked through
 * @param columns whose values were looked at
 * @param held findings that hold the dump
 * @param passedOver findings that do not: chance, or business data of the same form, gives as many
 * @param wordsKept by column under the mask {@code digits}: in how many values it kept a word
 */
public record ScanResult(
    long rows,
    long columns,
    List<Finding> held,
    List<Finding> passedOver,
    Map<String, Long> wordsKept) {}
