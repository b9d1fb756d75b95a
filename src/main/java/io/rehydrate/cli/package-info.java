/** The commands of a terminal. */
package io.rehydrate.cli;
