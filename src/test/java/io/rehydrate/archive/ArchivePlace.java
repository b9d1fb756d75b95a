package io.rehydrate.archive;

import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestPorts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A real place for an archive, and what tests do there behind its back. */
interface ArchivePlace extends AutoCloseable {
  /** Writes the settings of a home that archives here. */
  void configure(TestHome home) throws IOException;

  List<String> names() throws IOException;

  byte[] read(String name) throws IOException;

  void write(String name, byte[] bytes) throws IOException;

  void delete(String name) throws IOException;

  /** An upload of some days ago that was cut short. */
  default boolean leaveUnfinished(String name) throws IOException {
    return false;
  }

  /** It can't be reached any more. */
  @Override
  void close() throws Exception;

  /** A folder of this machine. */
  static ArchivePlace folder(Path made) throws IOException {
    Path folder = Files.createDirectories(made);
    return new Folder() {
      @Override
      public Path path() {
        return folder;
      }

      @Override
      public void configure(TestHome home) throws IOException {
        home.set("archive.kind", "file").set("archive.file.directory", folder.toString());
      }

      @Override
      public void close() throws IOException {
        for (String name : names()) {
          delete(name);
        }
        Files.delete(folder);
      }
    };
  }

  /** An SFTP server in this process. */
  static ArchivePlace sftp(Path made) throws IOException, GeneralSecurityException {
    Path root = Files.createDirectories(made);
    Path folder = Files.createDirectories(root.resolve("dumps"));
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    SimpleGeneratorHostKeyProvider keys = new SimpleGeneratorHostKeyProvider();
    keys.setAlgorithm("EC");
    server.setKeyPairProvider(keys);
    server.setPasswordAuthenticator(
        (user, password, session) -> user.equals("backup") && password.equals("s3cret & more"));
    server.setFileSystemFactory(new VirtualFileSystemFactory(root));
    server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
    server.start();
    String key =
        PublicKeyEntry.toString(
            ((KeyPairProvider) keys).loadKeys(null).iterator().next().getPublic());
    return new Folder() {
      @Override
      public Path path() {
        return folder;
      }

      @Override
      public void configure(TestHome home) throws IOException {
        Files.writeString(
            home.path().resolve("known_hosts"),
            "[127.0.0.1]:" + server.getPort() + " " + key + "\n");
        home.secret("sftp.password", "s3cret & more");
        home.set("archive.kind", "sftp")
            .set("archive.sftp.host", "127.0.0.1")
            .set("archive.sftp.port", Integer.toString(server.getPort()))
            .set("archive.sftp.directory", "dumps")
            .set("archive.sftp.username", "backup")
            .set("archive.sftp.password-file", "sftp.password")
            .set("archive.sftp.known-hosts-file", "known_hosts");
      }

      @Override
      public void close() throws IOException {
        server.stop(true);
      }
    };
  }

  /** An emulator of S3, in a process of its own. */
  static ArchivePlace bucket(Path folder) throws Exception {
    Files.createDirectories(folder);
    int port = TestPorts.free();
    String jar =
        Stream.of(
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"))
                    .split(":"))
            .filter(entry -> entry.contains("s3mock"))
            .findFirst()
            .orElseThrow();
    Path log = folder.resolve("s3mock.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Dcom.adobe.testing.s3mock.httpPort=" + port,
                "-Dserver.port=0",
                "-jar",
                jar)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    URI endpoint = URI.create("http://127.0.0.1:" + port);
    Bucket bucket = new Bucket(Optional.of(process), endpoint);
    for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120); ; ) {
      if (Files.readString(log).contains("Started S3MockApplication")) {
        bucket.client.createBucket(b -> b.bucket("dumps"));
        return bucket;
      }
      if (System.nanoTime() > end || process.waitFor(50, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(Files.readString(log));
      }
    }
  }

  /** An address of S3 that nobody listens on. */
  static ArchivePlace nobody() {
    return new Bucket(Optional.empty(), URI.create("http://127.0.0.1:" + TestPorts.free()));
  }

  /** What is a folder of this machine underneath. */
  interface Folder extends ArchivePlace {
    Path path();

    @Override
    default List<String> names() throws IOException {
      try (Stream<Path> files = Files.list(path())) {
        return files.map(file -> file.getFileName().toString()).sorted().toList();
      }
    }

    @Override
    default byte[] read(String name) throws IOException {
      return Files.readAllBytes(path().resolve(name));
    }

    @Override
    default void write(String name, byte[] bytes) throws IOException {
      Files.write(path().resolve(name), bytes);
    }

    @Override
    default void delete(String name) throws IOException {
      Files.delete(path().resolve(name));
    }

    @Override
    default boolean leaveUnfinished(String name) throws IOException {
      write(name, new byte[10]);
      Files.setLastModifiedTime(
          path().resolve(name), FileTime.from(Instant.now().minus(Duration.ofDays(3))));
      return true;
    }
  }

  /** The emulator's. */
  final class Bucket implements ArchivePlace {
    private static final String PREFIX = "shop/nightly/";
    private final Optional<Process> process;
    private final URI endpoint;
    private final S3Client client;

    private Bucket(Optional<Process> process, URI endpoint) {
      this.process = process;
      this.endpoint = endpoint;
      this.client =
          S3Client.builder()
              .httpClientBuilder(ApacheHttpClient.builder())
              .credentialsProvider(AnonymousCredentialsProvider.create())
              .region(Region.EU_CENTRAL_1)
              .endpointOverride(endpoint)
              .forcePathStyle(true)
              .build();
    }

    @Override
    public void configure(TestHome home) throws IOException {
      home.set("archive.kind", "s3")
          .set("archive.s3.bucket", "dumps")
          .set("archive.s3.prefix", PREFIX)
          .set("archive.s3.region", "eu-central-1")
          .set("archive.s3.endpoint", endpoint.toString());
    }

    @Override
    public List<String> names() {
      return client
          .listObjectsV2Paginator(b -> b.bucket("dumps").prefix(PREFIX))
          .contents()
          .stream()
          .map(S3Object::key)
          .map(key -> key.substring(PREFIX.length()))
          .sorted()
          .toList();
    }

    @Override
    public byte[] read(String name) {
      return client.getObjectAsBytes(b -> b.bucket("dumps").key(PREFIX + name)).asByteArray();
    }

    @Override
    public void write(String name, byte[] bytes) {
      client.putObject(b -> b.bucket("dumps").key(PREFIX + name), RequestBody.fromBytes(bytes));
    }

    @Override
    public void delete(String name) {
      client.deleteObject(b -> b.bucket("dumps").key(PREFIX + name));
    }

    @Override
    public void close() throws InterruptedException {
      client.close();
      if (process.isPresent()) {
        process.get().destroy();
        process.get().waitFor();
      }
    }
  }
}
