/** Rows of a target's tables that stay the developer's across a refresh. */
package io.rehydrate.refresh.keep;
