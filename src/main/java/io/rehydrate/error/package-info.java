/** Failures that a user is told of. */
package io.rehydrate.error;
