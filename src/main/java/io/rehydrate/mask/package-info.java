/** Masks: what a column's values become, as SQL that the copying statement evaluates. */
package io.rehydrate.mask;
