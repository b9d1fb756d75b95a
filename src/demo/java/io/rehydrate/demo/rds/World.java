package io.rehydrate.demo.rds;

import io.rehydrate.demo.EmbeddedMariaDb;
import io.rehydrate.settings.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Sets the scene: what an account has that no call has made, and what befalls it. */
public final class World {
  public static final String MASTER = "admin";
  public static final String AURORA_VERSION = "8.0.mysql_aurora.3.04.3";
  public static final String MYSQL_VERSION = "8.0.40";
  private static final int RETENTION = 7;

  private final Account account;

  World(Account account) {
    this.account = account;
  }

  /** An available cluster on an empty volume, with one available instance, {@code <id>-1}. */
  public World aurora(String id, String version) {
    return aurora(id, version, account.storage().empty());
  }

  /**
   * An available cluster whose data a running server serves, with one instance, {@code <id>-1}. The
   * server gets a master user with a password that nobody knows.
   */
  public World aurora(String id, String version, EmbeddedMariaDb server) {
    return aurora(id, version, new AdoptedVolume(server));
  }

  private World aurora(String id, String version, Volume volume) {
    synchronized (account) {
      EngineVersion engine = Catalogue.version(EngineVersion.AURORA, version);
      Cluster cluster =
          new Cluster(
              id,
              Map.of(),
              now(),
              engine,
              MASTER,
              volume,
              network(volume),
              ClusterOptions.byDefault(engine, Optional.empty(), RETENTION),
              Optional.empty());
      account.clusters().put(cluster);
      account
          .instances()
          .put(
              new Instance(
                  id + "-1",
                  Map.of(),
                  now(),
                  engine,
                  MASTER,
                  volume,
                  cluster.network(),
                  InstanceOptions.byDefault(engine, "db.r7g.large", RETENTION),
                  Optional.of(id)));
      return open(volume);
    }
  }

  /** An available instance on its own, on an empty volume. */
  public World mysql(String id, String version) {
    return mysql(id, version, account.storage().empty());
  }

  /** An available instance on its own, whose data a running server serves. */
  public World mysql(String id, String version, EmbeddedMariaDb server) {
    return mysql(id, version, new AdoptedVolume(server));
  }

  private World mysql(String id, String version, Volume volume) {
    synchronized (account) {
      EngineVersion engine = Catalogue.version(EngineVersion.MYSQL, version);
      account
          .instances()
          .put(
              new Instance(
                  id,
                  Map.of(),
                  now(),
                  engine,
                  MASTER,
                  volume,
                  network(volume),
                  InstanceOptions.byDefault(engine, "db.m7g.large", RETENTION),
                  Optional.empty()));
      return open(volume);
    }
  }

  private World open(Volume volume) {
    account.work().finish(volume::start);
    account
        .work()
        .finish(() -> volume.setPassword(MASTER, new Secret(UUID.randomUUID().toString())));
    return this;
  }

  private LifeCycle now() {
    return Course.staying(Resource.AVAILABLE).from(account.now());
  }

  private static Network network(Volume volume) {
    return new Network(
        Surroundings.DEFAULT, List.of(Surroundings.DEFAULT_SECURITY_GROUP), volume.port());
  }

  /**
   * A snapshot that the service took by itself at some time, of a cluster or of an instance; it
   * holds what there is now.
   */
  public World automatedSnapshot(String sourceId, Instant at) {
    synchronized (account) {
      Optional<Cluster> cluster = account.clusters().find(sourceId);
      if (cluster.isPresent()) {
        SnapshotOperations.ofClusters(account)
            .takeAutomated(cluster.get().origin(), cluster.get().volume(), at);
      } else {
        Instance instance = account.instances().find(sourceId).orElseThrow();
        SnapshotOperations.ofInstances(account)
            .takeAutomated(instance.origin(), instance.volume(), at);
      }
      return this;
    }
  }

  /** Lets a thing go through other states from now on. */
  public World befall(Kind kind, String id, Course course) {
    synchronized (account) {
      account.find(new Arn(kind, id)).orElseThrow().begin(course.from(account.now()));
      return this;
    }
  }

  /** Lets nobody find a thing for that long. */
  public World hide(Kind kind, String id, Duration time) {
    synchronized (account) {
      account.find(new Arn(kind, id)).orElseThrow().hide(account.now(), time);
      return this;
    }
  }

  /** An instance that somebody else adds to a cluster. */
  public World reader(String cluster, String id) {
    synchronized (account) {
      Cluster of = account.clusters().find(cluster).orElseThrow();
      account
          .instances()
          .put(
              new Instance(
                  id,
                  Map.of("owner", "somebody"),
                  now(),
                  of.engine(),
                  MASTER,
                  of.volume(),
                  of.network(),
                  InstanceOptions.byDefault(of.engine(), "db.r7g.large", RETENTION),
                  Optional.of(cluster)));
      return this;
    }
  }

  /** Whether there is such a thing, seen or not. */
  public boolean has(Kind kind, String id) {
    synchronized (account) {
      account.settle();
      return account.find(new Arn(kind, id)).isPresent();
    }
  }

  /** Whether a caller finds a thing at this moment. */
  public boolean lists(Kind kind, String id) {
    synchronized (account) {
      account.settle();
      return account.find(new Arn(kind, id)).filter(r -> r.isSeen(account.now())).isPresent();
    }
  }

  /** Gives a thing tags, as somebody else would. */
  public World tag(Kind kind, String id, Map<String, String> tags) {
    synchronized (account) {
      account.find(new Arn(kind, id)).orElseThrow().tags().putAll(tags);
      return this;
    }
  }

  /** Reports of something that happened to a thing. */
  public World event(Kind kind, String id, String category, String message) {
    synchronized (account) {
      account
          .events()
          .add(account.find(new Arn(kind, id)).orElseThrow(), account.now(), category, message);
      return this;
    }
  }

  /** How many things of a kind there may be; of snapshots, only manual ones count. */
  public World quota(Kind kind, int most) {
    synchronized (account) {
      account.allow(kind, most);
      return this;
    }
  }

  public World subnetGroup(String name) {
    synchronized (account) {
      account.surroundings().addSubnetGroup(name);
      return this;
    }
  }

  public World securityGroup(String id) {
    synchronized (account) {
      account.surroundings().addSecurityGroup(id);
      return this;
    }
  }

  public World key(String arn) {
    synchronized (account) {
      account.surroundings().addKey(arn);
      return this;
    }
  }

  public World clusterParameterGroup(String name, String family) {
    synchronized (account) {
      account.surroundings().addClusterParameterGroup(name, family);
      return this;
    }
  }

  public World parameterGroup(String name, String family) {
    synchronized (account) {
      account.surroundings().addParameterGroup(name, family);
      return this;
    }
  }
}
