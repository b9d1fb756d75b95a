/** Refs and files of a git repository without a checkout, and Flyway. */
package io.rehydrate.migrate;
