package io.rehydrate.settings;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code archive.*}: the second home of the dumps. */
final class ArchiveSettings {
  private static final String KIND = "archive.kind";
  private static final String NONE = "none";
  private static final List<String> KINDS = List.of(Archive.FILE, Archive.S3, Archive.SFTP);
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*/");
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{2,32}");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,253}");
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** Of every address of an SFTP server: what is not for a home to choose. */
  private static final String SFTP_OPTIONS =
      "password=#bean:archivePassword"
          + "&strictHostKeyChecking=yes&useUserKnownHostsFile=false"
          + "&preferredAuthentications=publickey,password,keyboard-interactive"
          + "&jschLoggingLevel=OFF&connectTimeout=15000&soTimeout=60000&maximumReconnectAttempts=1"
          + "&throwExceptionOnConnectFailed=true&disconnect=true&stepwise=false&autoCreate=false";

  /** What may be part of an address of a route without a meaning of its own there. */
  private static final Pattern PLACE = Pattern.compile("[A-Za-z0-9._/@:,=~ -]+");

  private final Reading reading;

  private ArchiveSettings(Reading reading) {
    this.reading = reading;
  }

  /** Empty where there is no archive. */
  static Optional<Archive> read(Reading reading) {
    return new ArchiveSettings(reading).archive();
  }

  private Optional<Archive> archive() {
    String kind = reading.parsed(KIND, ArchiveSettings::kind).orElse(NONE);
    refuseOthers(kind);
    int days = reading.parsed("archive.keep-within", Amounts::days).orElse(30);
    return switch (kind) {
      case Archive.FILE -> {
        folder();
        yield archive(kind, days, Optional.empty(), Optional.empty());
      }
      case Archive.S3 -> archive(kind, days, Optional.of(bucket()), Optional.empty());
      case Archive.SFTP -> archive(kind, days, Optional.empty(), Optional.of(sftp()));
      default -> Optional.empty();
    };
  }

  private static Optional<Archive> archive(
      String kind, int days, Optional<Archive.Bucket> bucket, Optional<Archive.Sftp> sftp) {
    return Optional.of(new Archive(kind, Period.ofDays(days), bucket, sftp));
  }

  private static String kind(String text) {
    if (!text.equals(NONE) && !KINDS.contains(text)) {
      throw new IllegalArgumentException("write none, file, s3 or sftp");
    }
    return text;
  }

  /** A key of another kind would have no effect. */
  private void refuseOthers(String kind) {
    for (String key : KnownKeys.all()) {
      String[] parts = key.split("\\.", 3);
      boolean ofOther = parts[0].equals("archive") && parts.length == 3 && !parts[1].equals(kind);
      boolean off = kind.equals(NONE) && key.equals("archive.keep-within");
      if ((off || ofOther) && reading.values().isGiven(key)) {
        reading.problems().add(key, "has no effect where archive.kind is " + kind);
      }
    }
  }

  private void folder() {
    reading.required("archive.file.directory", "name a folder that exists");
    reading
        .path("archive.file.directory")
        .filter(folder -> isPlace("archive.file.directory", folder.toString()))
        .filter(folder -> !Files.isDirectory(folder))
        .ifPresent(
            folder ->
                reading
                    .problems()
                    .add(
                        "archive.file.directory",
                        folder.toString(),
                        "there is no such folder; make it, or mount it"));
  }

  private Archive.Bucket bucket() {
    reading.required("archive.s3.bucket", "name a bucket");
    matching("archive.s3.bucket", BUCKET, "is no bucket's name");
    matching("archive.s3.prefix", PREFIX, "write a prefix like dumps/shop/");
    return new Archive.Bucket(
        matching("archive.s3.region", REGION, "a region is like eu-west-1"),
        reading.parsed("archive.s3.endpoint", ArchiveSettings::endpoint));
  }

  private static URI endpoint(String text) {
    URI uri = URI.create(text);
    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!web || uri.getHost() == null || uri.getUserInfo() != null) {
      throw new IllegalArgumentException("write https://host:port");
    }
    return uri;
  }

  private Archive.Sftp sftp() {
    reading.required("archive.sftp.host", "name the SFTP server");
    matching("archive.sftp.host", HOST, "is no host's name");
    reading.number("archive.sftp.port", 22, 1, 65_535);
    reading
        .required("archive.sftp.directory", "name a folder there")
        .filter(folder -> isPlace("archive.sftp.directory", folder))
        .filter(folder -> folder.startsWith("/"))
        .ifPresent(
            folder ->
                reading
                    .problems()
                    .add(
                        "archive.sftp.directory",
                        folder,
                        "is relative to the folder in which a session of the account begins"));
    reading.required("archive.sftp.username", "name the account there");
    matching("archive.sftp.username", USER, "only letters, digits, '.', '_' and '-'");
    reading.required("archive.sftp.known-hosts-file", "name a file with the server's key");
    reading
        .path("archive.sftp.known-hosts-file")
        .filter(file -> isPlace("archive.sftp.known-hosts-file", file.toString()))
        .filter(file -> !Files.isReadable(file))
        .ifPresent(
            file ->
                reading
                    .problems()
                    .add(
                        "archive.sftp.known-hosts-file",
                        file.toString(),
                        "can't be read; ssh-keyscan writes one, compare it with the server's"));
    Optional<Path> key = reading.path("archive.sftp.key-file");
    key.filter(file -> isPlace("archive.sftp.key-file", file.toString()))
        .ifPresent(
            file -> SecretFiles.isPrivate("archive.sftp.key-file", file, reading.problems()));
    if (key.isEmpty()) {
      reading.note("archive.sftp.key-file", "");
    }
    Optional<Secret> password = reading.secret("archive.sftp.password", key.isEmpty());
    reading.note("archive.sftp.options", SFTP_OPTIONS);
    return new Archive.Sftp(password);
  }

  private Optional<String> matching(String key, Pattern pattern, String problem) {
    return reading.parsed(
        key,
        text -> {
          if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException(problem);
          }
          return text;
        });
  }

  private boolean isPlace(String key, String text) {
    boolean plain = PLACE.matcher(text).matches();
    if (!plain) {
      reading.problems().add(key, text, "has characters that a route can't take; rename it");
    }
    return plain;
  }
}
