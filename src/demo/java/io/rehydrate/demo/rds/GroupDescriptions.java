package io.rehydrate.demo.rds;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Lists subnet groups and parameter groups. */
final class GroupDescriptions {
  private final Surroundings surroundings;

  GroupDescriptions(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  Answer subnetGroups(Parameters p) {
    refuseFilters(p);
    Optional<String> wanted = name(p, "DBSubnetGroupName");
    List<String> found =
        surroundings.subnetGroups().stream()
            .filter(name -> wanted.map(name::equals).orElse(true))
            .toList();
    if (wanted.isPresent() && found.isEmpty()) {
      throw Surroundings.subnetGroupNotFound(wanted.get());
    }
    return Page.of(p, found, name -> name)
        .answer("DBSubnetGroups", "DBSubnetGroup", name -> xml -> subnetGroup(xml, name));
  }

  static void subnetGroup(Xml xml, String name) {
    xml.text("DBSubnetGroupName", name)
        .text("DBSubnetGroupDescription", "simulated")
        .text("DBSubnetGroupArn", Arn.of("subgrp", name))
        .text("VpcId", Surroundings.VPC)
        .text("SubnetGroupStatus", "Complete")
        .list(
            "Subnets",
            "Subnet",
            Surroundings.ZONES,
            zone ->
                xml.text("SubnetIdentifier", "subnet-0" + zone)
                    .text("SubnetStatus", "Active")
                    .element("SubnetAvailabilityZone", () -> xml.text("Name", Arn.REGION + zone)));
  }

  Answer clusterParameterGroups(Parameters p) {
    return parameterGroups(
        p, surroundings.clusterParameterGroups(), "DBClusterParameterGroup", "cluster-pg");
  }

  Answer parameterGroups(Parameters p) {
    return parameterGroups(p, surroundings.parameterGroups(), "DBParameterGroup", "pg");
  }

  private static Answer parameterGroups(
      Parameters p, Map<String, String> groups, String element, String arnType) {
    refuseFilters(p);
    Optional<String> wanted = name(p, element + "Name");
    List<String> found =
        groups.keySet().stream().filter(name -> wanted.map(name::equals).orElse(true)).toList();
    if (wanted.isPresent() && found.isEmpty()) {
      throw new ApiError(
          ApiError.NOT_FOUND, "DBParameterGroupNotFound", element + " not found: " + wanted.get());
    }
    return Page.of(p, found, name -> name)
        .answer(
            element + "s",
            element,
            name ->
                xml ->
                    xml.text(element + "Name", name)
                        .text("DBParameterGroupFamily", groups.get(name))
                        .text("Description", "simulated")
                        .text(element + "Arn", Arn.of(arnType, name)));
  }

  private static void refuseFilters(Parameters p) {
    if (p.has("Filters")) {
      throw ApiError.badValue("Filters isn't currently supported.");
    }
  }

  private static Optional<String> name(Parameters p, String parameter) {
    return p.text(parameter).map(name -> name.toLowerCase(Locale.ROOT));
  }
}
