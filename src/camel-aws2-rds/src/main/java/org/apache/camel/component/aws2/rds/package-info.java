/**
 * The Camel component {@code aws2-rds}: snapshots, restores, clones, clusters and instances of
 * Amazon RDS. It knows nothing of the rest of this program.
 */
package org.apache.camel.component.aws2.rds;
