/** Looks at the source that only read, and that end when their time is over. */
package io.rehydrate.planning.probe;
