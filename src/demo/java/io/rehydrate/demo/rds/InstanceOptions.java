package io.rehydrate.demo.rds;

/** What an instance is set to, and may be set to otherwise later. */
record InstanceOptions(
    String instanceClass,
    String parameterGroup,
    String zone,
    boolean upgradesItself,
    boolean isPublic,
    int promotionTier,
    int backupRetention,
    boolean isProtected,
    boolean copiesTags,
    String certificate) {
  private static final int LONGEST_RETENTION = 35;
  private static final int LOWEST_TIER = 15;

  static InstanceOptions byDefault(
      EngineVersion version, String instanceClass, int backupRetention) {
    return new InstanceOptions(
        instanceClass,
        Surroundings.ofDefault(version),
        Arn.REGION + "a",
        true,
        false,
        1,
        backupRetention,
        false,
        false,
        "rds-ca-rsa2048-g1");
  }

  /** These options, but for those that a call sets. */
  InstanceOptions changedBy(Parameters p, Surroundings surroundings, EngineVersion version) {
    p.text("DBInstanceClass").ifPresent(c -> Catalogue.requireClass(version, c));
    return new InstanceOptions(
        p.text("DBInstanceClass").orElse(instanceClass),
        surroundings.parameterGroup(p, version).orElse(parameterGroup),
        zone(p),
        p.choice("AutoMinorVersionUpgrade").orElse(upgradesItself),
        p.choice("PubliclyAccessible").orElse(isPublic),
        p.number("PromotionTier", 0, LOWEST_TIER).orElse(promotionTier),
        p.number("BackupRetentionPeriod", 0, LONGEST_RETENTION).orElse(backupRetention),
        p.choice("DeletionProtection").orElse(isProtected),
        p.choice("CopyTagsToSnapshot").orElse(copiesTags),
        certificate(p));
  }

  private String zone(Parameters p) {
    String wanted = p.text("AvailabilityZone").orElse(zone);
    if (Surroundings.ZONES.stream().noneMatch(z -> wanted.equals(Arn.REGION + z))) {
      throw ApiError.badValue("Invalid availability zone: " + wanted);
    }
    return wanted;
  }

  private String certificate(Parameters p) {
    String wanted = p.text("CACertificateIdentifier").orElse(certificate);
    if (!wanted.matches("rds-ca-(rsa2048|rsa4096|ecc384)-g1")) {
      throw new ApiError(
          ApiError.NOT_FOUND, "CertificateNotFound", "Certificate " + wanted + " not found.");
    }
    return wanted;
  }
}
