/** Runs: their journal, leases and logs. */
package io.rehydrate.run;
