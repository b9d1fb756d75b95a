package io.rehydrate.demo.rds;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** An Aurora cluster: its volume, and what its instances have in common. */
final class Cluster extends Resource {
  private final EngineVersion engine;
  private final String masterUsername;
  private final Volume volume;
  private final Optional<String> cloneGroup;
  private Network network;
  private ClusterOptions options;
  private Optional<NewPassword> pending = Optional.empty();
  private Instant lastMemberGone = Instant.MIN;

  /**
   * @param cloneGroup what all clones of one volume, and that itself, share
   */
  Cluster(
      String id,
      Map<String, String> tags,
      LifeCycle life,
      EngineVersion engine,
      String masterUsername,
      Volume volume,
      Network network,
      ClusterOptions options,
      Optional<String> cloneGroup) {
    super(Kind.CLUSTER, id, tags, life);
    this.engine = engine;
    this.masterUsername = masterUsername;
    this.volume = volume;
    this.network = network;
    this.options = options;
    this.cloneGroup = cloneGroup;
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

  Network network() {
    return network;
  }

  ClusterOptions options() {
    return options;
  }

  /** Its own resource id where it is no clone. */
  String cloneGroup() {
    return cloneGroup.orElseGet(this::resourceId);
  }

  Optional<NewPassword> pending() {
    return pending;
  }

  void ask(Optional<NewPassword> password) {
    pending = password;
  }

  void change(Network otherNetwork, ClusterOptions otherOptions) {
    network = otherNetwork;
    options = otherOptions;
  }

  void outlived(Instant memberGone) {
    lastMemberGone = memberGone.isAfter(lastMemberGone) ? memberGone : lastMemberGone;
  }

  /** When it is no more, once it is being deleted: not before its last member. */
  Instant goneAt() {
    Instant own = life().settlesAt();
    return own.isAfter(lastMemberGone) ? own : lastMemberGone;
  }

  Origin origin() {
    return new Origin(
        id(),
        resourceId(),
        made(),
        engine,
        masterUsername,
        network.port(),
        options.key(),
        options.backupRetention(),
        options.copiesTags() ? tags() : Map.of());
  }
}
