package io.rehydrate.demo.rds;

import java.util.Map;
import java.util.Optional;

/** An instance: of a cluster, or on its own. */
final class Instance extends Resource {
  private final EngineVersion engine;
  private final String masterUsername;
  private final Volume volume;
  private final Optional<String> cluster;
  private Network network;
  private InstanceOptions options;
  private Optional<NewPassword> pending = Optional.empty();

  /**
   * @param cluster the one that it is a member of
   */
  Instance(
      String id,
      Map<String, String> tags,
      LifeCycle life,
      EngineVersion engine,
      String masterUsername,
      Volume volume,
      Network network,
      InstanceOptions options,
      Optional<String> cluster) {
    super(Kind.INSTANCE, id, tags, life);
    this.engine = engine;
    this.masterUsername = masterUsername;
    this.volume = volume;
    this.network = network;
    this.options = options;
    this.cluster = cluster;
  }

  EngineVersion engine() {
    return engine;
  }

  String masterUsername() {
    return masterUsername;
  }

  Volume volume() {
    return volume;
  }

  Optional<String> cluster() {
    return cluster;
  }

  boolean isMemberOf(Cluster of) {
    return cluster.filter(of.id()::equals).isPresent();
  }

  Network network() {
    return network;
  }

  InstanceOptions options() {
    return options;
  }

  Optional<NewPassword> pending() {
    return pending;
  }

  void ask(Optional<NewPassword> password) {
    pending = password;
  }

  void change(Network otherNetwork, InstanceOptions otherOptions) {
    network = otherNetwork;
    options = otherOptions;
  }

  Origin origin() {
    return new Origin(
        id(),
        resourceId(),
        made(),
        engine,
        masterUsername,
        network.port(),
        Optional.empty(),
        options.backupRetention(),
        tags());
  }
}
