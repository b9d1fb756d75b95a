/** Runs what the compiler gives on the scratch: sessions, retries, counts, and the proof. */
package io.rehydrate.dehydrate;
