package io.rehydrate.mysql;

/** Who made a server or a client program. */
public enum Vendor {
  MYSQL,
  MARIADB;

  /** From {@code SELECT VERSION()} or a client's {@code --version}. */
  public static Vendor of(String version) {
    return version.toLowerCase(java.util.Locale.ROOT).contains("mariadb") ? MARIADB : MYSQL;
  }
}
