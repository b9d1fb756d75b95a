package io.rehydrate.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks a certificate and its key, both PEM files, before a server has to use them. */
public final class TlsFiles {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

  private TlsFiles() {}

  /** Why a server can't use the files; empty: it can. */
  public static Optional<String> problem(Settings.Tls tls) {
    try {
      PublicKey certified = certificate(tls).getPublicKey();
      Matcher key = KEY.matcher(Files.readString(tls.key()));
      if (!key.find()) {
        return Optional.of(
            "the key file holds no PEM block PRIVATE KEY without a passphrase; make it one with"
                + " 'openssl pkcs8 -topk8 -nocrypt'");
      }
      return fit(certified, Base64.getMimeDecoder().decode(key.group(1)))
          ? Optional.empty()
          : Optional.of("the key in tls.key-file is not the certificate's");
    } catch (IOException e) {
      return Optional.of("the certificate or its key can't be read");
    } catch (CertificateException e) {
      return Optional.of("is no PEM file of certificates");
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.of("the key in tls.key-file can't be used with the certificate");
    }
  }

  /** The server's own comes first in the file. */
  private static Certificate certificate(Settings.Tls tls)
      throws IOException, CertificateException {
    try (InputStream in = Files.newInputStream(tls.certificate())) {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      return all.stream()
          .findFirst()
          .map(Certificate.class::cast)
          .orElseThrow(() -> new CertificateException("none"));
    }
  }

  private static boolean fit(PublicKey certified, byte[] key) throws GeneralSecurityException {
    PrivateKey secret =
        KeyFactory.getInstance(certified.getAlgorithm())
            .generatePrivate(new PKCS8EncodedKeySpec(key));
    Signature signature =
        Signature.getInstance(SIGNATURES.getOrDefault(certified.getAlgorithm(), "none"));
    byte[] sample = {1, 2, 3};
    signature.initSign(secret);
    signature.update(sample);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    signature.update(sample);
    return signature.verify(signed);
  }
}
