package io.rehydrate.demo.rds;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What an account has ready before any cluster is made: networks, parameter groups, keys. */
final class Surroundings {
  static final String DEFAULT = "default";
  static final String DEFAULT_SECURITY_GROUP = "sg-00000000000000000";
  static final String VPC = "vpc-0123456789abcdef0";
  static final List<String> ZONES = List.of("a", "b", "c");

  private final Set<String> subnetGroups = new LinkedHashSet<>(List.of(DEFAULT));
  private final Set<String> securityGroups = new LinkedHashSet<>(List.of(DEFAULT_SECURITY_GROUP));
  private final Set<String> keys = new LinkedHashSet<>();
  private final Map<String, String> clusterParameterGroups = new TreeMap<>();
  private final Map<String, String> parameterGroups = new TreeMap<>();

  Surroundings() {
    for (EngineVersion version : Catalogue.VERSIONS) {
      parameterGroups.put(ofDefault(version), version.family());
      if (version.isAurora()) {
        clusterParameterGroups.put(ofDefault(version), version.family());
      }
    }
  }

  static String ofDefault(EngineVersion version) {
    return "default." + version.family();
  }

  void addSubnetGroup(String name) {
    subnetGroups.add(name.toLowerCase(Locale.ROOT));
  }

  void addSecurityGroup(String id) {
    securityGroups.add(id);
  }

  void addKey(String arn) {
    keys.add(arn);
  }

  void addClusterParameterGroup(String name, String family) {
    clusterParameterGroups.put(name.toLowerCase(Locale.ROOT), family);
  }

  void addParameterGroup(String name, String family) {
    parameterGroups.put(name.toLowerCase(Locale.ROOT), family);
  }

  List<String> subnetGroups() {
    return subnetGroups.stream().sorted().toList();
  }

  Map<String, String> clusterParameterGroups() {
    return clusterParameterGroups;
  }

  Map<String, String> parameterGroups() {
    return parameterGroups;
  }

  String subnetGroup(Parameters p) {
    String name = p.text("DBSubnetGroupName").orElse(DEFAULT).toLowerCase(Locale.ROOT);
    if (!subnetGroups.contains(name)) {
      throw subnetGroupNotFound(name);
    }
    return name;
  }

  static ApiError subnetGroupNotFound(String name) {
    return new ApiError(
        ApiError.NOT_FOUND,
        "DBSubnetGroupNotFoundFault",
        "DB subnet group '" + name + "' does not exist.");
  }

  /** The security groups asked for, which exist; empty where none was asked for. */
  Optional<List<String>> securityGroups(Parameters p) {
    List<String> wanted = new ArrayList<>(p.list("VpcSecurityGroupIds", "VpcSecurityGroupId"));
    for (String id : wanted) {
      if (!securityGroups.contains(id)) {
        throw ApiError.badValue("Invalid security group , groupId= " + id + ", groupName=.");
      }
    }
    return wanted.isEmpty() ? Optional.empty() : Optional.of(wanted);
  }

  Optional<String> key(Parameters p) {
    Optional<String> wanted = p.text("KmsKeyId");
    if (wanted.isPresent() && !keys.contains(wanted.get())) {
      throw ApiError.refused(
          "KMSKeyNotAccessibleFault",
          "The specified KMS key [%s] does not exist, is not enabled or you do not have permissions to access it."
              .formatted(wanted.get()));
    }
    return wanted;
  }

  Optional<String> clusterParameterGroup(Parameters p, EngineVersion version) {
    return group(
        p.text("DBClusterParameterGroupName"),
        clusterParameterGroups,
        version,
        "DBClusterParameterGroupNotFound",
        "DBClusterParameterGroup not found: ");
  }

  Optional<String> parameterGroup(Parameters p, EngineVersion version) {
    return group(
        p.text("DBParameterGroupName"),
        parameterGroups,
        version,
        "DBParameterGroupNotFound",
        "DBParameterGroup not found: ");
  }

  private static Optional<String> group(
      Optional<String> wanted,
      Map<String, String> groups,
      EngineVersion version,
      String missing,
      String message) {
    Optional<String> name = wanted.map(n -> n.toLowerCase(Locale.ROOT));
    name.ifPresent(
        n -> {
          String family = groups.get(n);
          if (family == null) {
            throw new ApiError(ApiError.NOT_FOUND, missing, message + n);
          }
          if (!family.equals(version.family())) {
            throw ApiError.badCombination(
                "The Parameter Group %s with DBParameterGroupFamily %s cannot be used for this instance. Please use a Parameter Group with DBParameterGroupFamily %s"
                    .formatted(n, family, version.family()));
          }
        });
    return name;
  }
}
