/** The tools for a plan: draft, review, the explanation of one row, preview of masks, drawing. */
package io.rehydrate.planning;
