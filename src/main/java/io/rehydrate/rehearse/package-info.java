/** A ref's pending migrations on a fresh dump, measured. */
package io.rehydrate.rehearse;
