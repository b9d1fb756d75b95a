/** Failures that a user is reported. */
package io.rehydrate.error;
