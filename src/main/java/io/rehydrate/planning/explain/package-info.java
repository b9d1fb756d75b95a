/** Why one row of the source stays in the copy, or goes: asked of the source, row by row. */
package io.rehydrate.planning.explain;
