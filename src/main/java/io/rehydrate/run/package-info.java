/** Runs: their journal, leases, logs and audit. */
package io.rehydrate.run;
