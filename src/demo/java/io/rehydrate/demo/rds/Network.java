package io.rehydrate.demo.rds;

import java.util.List;

/** Where a cluster or an instance is reached. */
record Network(String subnetGroup, List<String> securityGroups, int port) {
  private static final int LOWEST_PORT = 1150;
  private static final int HIGHEST_PORT = 65_535;

  Network {
    securityGroups = List.copyOf(securityGroups);
  }

  /**
   * What a new cluster or instance gets; whatever port is asked for, the server has its own.
   *
   * @param port the server's
   */
  static Network read(Parameters p, Surroundings surroundings, int port) {
    p.number("Port", LOWEST_PORT, HIGHEST_PORT);
    return new Network(
        surroundings.subnetGroup(p),
        surroundings
            .securityGroups(p)
            .orElseGet(() -> List.of(Surroundings.DEFAULT_SECURITY_GROUP)),
        port);
  }

  Network withSecurityGroups(List<String> others) {
    return new Network(subnetGroup, others, port);
  }
}
