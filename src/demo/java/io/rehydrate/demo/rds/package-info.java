/**
 * A simulated Amazon RDS, for the demo and the tests: the real query protocol over HTTP, with the
 * refusals, states and delays of the documented API, and embedded MariaDB servers for the data. It
 * is no part of the product and knows nothing of it; what it does not simulate, it refuses.
 */
package io.rehydrate.demo.rds;
