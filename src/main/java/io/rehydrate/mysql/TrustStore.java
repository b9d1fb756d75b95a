package io.rehydrate.mysql;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Authorities as Connector/J reads them: it takes a key store, where AWS and the client programs
 * have a PEM file. The stores are temporary files and hold nothing that is secret.
 */
final class TrustStore {
  private static final String TYPE = "PKCS12";
  private static final String PASSWORD = "public";
  private static final Map<Version, Path> STORES = new ConcurrentHashMap<>();

  /** A file may be replaced while a daemon runs. */
  private record Version(Path pem, FileTime modified) {}

  private TrustStore() {}

  /**
   * The driver's properties for this PEM file.
   *
   * @throws InvalidException {@code server.ca-file}
   */
  static Map<String, String> properties(Path pem) {
    try {
      Path store =
          STORES.computeIfAbsent(
              new Version(pem, Files.getLastModifiedTime(pem)), version -> write(version.pem()));
      return Map.of(
          "trustCertificateKeyStoreUrl",
          store.toUri().toString(),
          "trustCertificateKeyStoreType",
          TYPE,
          "trustCertificateKeyStorePassword",
          PASSWORD);
    } catch (IOException e) {
      throw unreadable(pem, e);
    }
  }

  private static Path write(Path pem) {
    try (InputStream in = Files.newInputStream(pem)) {
      KeyStore store = KeyStore.getInstance(TYPE);
      store.load(null, null);
      int number = 0;
      for (Certificate authority :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + ++number, authority);
      }
      Path file = Files.createTempFile("rehydrate-authorities-", ".p12");
      file.toFile().deleteOnExit();
      try (OutputStream out = Files.newOutputStream(file)) {
        store.store(out, PASSWORD.toCharArray());
      }
      return file;
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(pem, e);
    }
  }

  private static InvalidException unreadable(Path pem, Exception e) {
    return new InvalidException(
        ErrorCode.SERVER_CA_FILE,
        "The authorities in " + pem + " can't be read (" + e.getClass().getSimpleName() + ")",
        "A ca-file is a PEM file of certificates",
        e);
  }
}
