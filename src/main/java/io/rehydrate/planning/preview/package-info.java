/** What a plan's masks make of made-up values. */
package io.rehydrate.planning.preview;
