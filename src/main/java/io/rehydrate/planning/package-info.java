/** The tools for a plan: its draft, its review, the explanation of one row, and its drawing. */
package io.rehydrate.planning;
