package io.rehydrate.audit;

/**
 * How far the chain goes.
 *
 * @param number of the last entry; 0: there is none
 */
record AuditHead(long number, String hash) {
  static final AuditHead EMPTY = new AuditHead(0, AuditEntry.NOTHING);
}
