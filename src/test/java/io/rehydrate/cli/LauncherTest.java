package io.rehydrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import io.rehydrate.support.TestHome;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts Java in an installation. */
class LauncherTest {
  /** Notes how it was called. */
  private static final String JAVA =
      """
      #!/bin/bash
      echo "$*" >>"${0%/*}/calls"
      """;

  private static final String ROUTE =
      """
      - route:
          id: greet
          from:
            uri: direct:greet
            steps:
              - to:
                  uri: greeting:all
      """;

  @TempDir Path folder;
  private Path installation;
  private Path jdk;

  @BeforeEach
  void install() throws IOException {
    installation = Files.createDirectories(folder.resolve("an installation"));
    Files.createDirectories(installation.resolve("lib"));
    Files.copy(Path.of("src/dist/files/rehydrate"), installation.resolve("rehydrate"));
    jdk = folder.resolve("jdk");
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("bin/java"), JAVA);
    for (Path program : List.of(jdk.resolve("bin/java"), installation.resolve("rehydrate"))) {
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void jars_of_the_home_folder_come_after_our_own() throws Exception {
    Path home = Files.createDirectories(folder.resolve("a home/lib")).getParent();
    start("--home", home.toString(), "start");
    Files.writeString(home.resolve("lib/camel-mail.jar"), "a jar");
    start("--home", home.toString(), "start");
    start("start", "--home=" + home);
    start("start");

    String ours = installation.resolve("lib") + "/*";
    List<String> calls = Files.readAllLines(jdk.resolve("bin/calls"));
    assertThat(calls).hasSize(4);
    for (int i : new int[] {0, 3}) {
      assertThat(calls.get(i)).contains(ours + " io.rehydrate.cli");
    }
    for (int i : new int[] {1, 2}) {
      assertThat(calls.get(i)).contains(ours + ":" + home + "/lib/* io.rehydrate.cli");
    }
  }

  @Test
  void what_hashes_or_masks_much_gets_both_compilers() throws Exception {
    start("--version");
    start("dumps", "--json");
    start("--home", folder.toString(), "night");
    start("dumps", "verify", "latest");
    start("archive", "fetch", "--all");

    List<String> calls = Files.readAllLines(jdk.resolve("bin/calls"));
    assertThat(calls.subList(0, 2)).allMatch(call -> call.contains("-XX:TieredStopAtLevel=1 "));
    assertThat(calls.subList(2, 5)).noneMatch(call -> call.contains("TieredStopAtLevel"));
  }

  @Test
  void without_a_java_runtime_it_says_what_to_install() throws Exception {
    jdk = folder.resolve("nothing");

    assertThat(start("--version")).contains("JRE", "JAVA_HOME");
  }

  @Test
  void a_route_uses_a_component_of_a_jar_in_the_home_folder() throws Exception {
    jdk = Path.of(System.getProperty("java.home"));
    Files.createSymbolicLink(installation.resolve("routes"), Path.of("routes").toAbsolutePath());
    productAsJar(installation.resolve("lib/rehydrate.jar"));
    Path home = Files.createDirectory(folder.resolve("home"));
    TestHome.reading(
        home,
        "shop",
        new ServerLogin(ServerUrl.parse("jdbc:mysql://127.0.0.1:2"), "reader", new Secret("x")));
    Files.writeString(home.resolve("routes/greet.camel.yaml"), ROUTE);
    assertThat(start("--home", home.toString(), "routes", "check"))
        .contains("greet.camel.yaml", "greeting");

    Files.createDirectory(home.resolve("lib"));
    GreetingJar.write(folder.resolve("work"), home.resolve("lib/greeting.jar"), classPath());
    assertThat(start("--home", home.toString(), "routes", "check")).doesNotContain("greeting:all");
  }

  /** A jar of nothing but the class path of this test: the product as it is built. */
  private static void productAsJar(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            Stream.of(classPath().split(File.pathSeparator))
                .map(part -> Path.of(part).toUri().toString())
                .collect(Collectors.joining(" ")));
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** Gives what was written to standard output and standard error. */
  private String start(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder launcher =
        new ProcessBuilder(
            Stream.concat(
                    Stream.of(installation.resolve("rehydrate").toString()), Stream.of(arguments))
                .toList());
    launcher.environment().put("JAVA_HOME", jdk.toString());
    Process process = launcher.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
