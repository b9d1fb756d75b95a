package io.rehydrate.run;

import java.util.List;

/** The daemons that work on one state: each holds a lease, for as long as it lives. */
public final class LiveDaemons {
  /** The lease of a daemon that must be the only one. */
  public static final String ONLY = "daemon";

  private static final String EACH = "daemon:";

  private final Leases leases;

  public LiveDaemons(Leases leases) {
    this.leases = leases;
  }

  /** The name of the lease of one daemon among several. */
  public static String leaseOf(LeaseOwner owner) {
    return EACH + owner.fileName();
  }

  /** Name, machine and process of each, by name; one that was killed is listed for 30 s more. */
  public List<String> names() {
    return leases.live().stream()
        .filter(lease -> lease.name().equals(ONLY) || lease.name().startsWith(EACH))
        .map(
            lease ->
                lease.run()
                    + " (process "
                    + lease.owner().pid()
                    + " on "
                    + lease.owner().host()
                    + ")")
        .sorted()
        .toList();
  }
}
