package io.rehydrate.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/** A jar with a Camel component {@code greeting} that exists nowhere else. */
final class GreetingJar {
  private static final String SOURCE =
      """
      package greeting;

      import java.util.Map;
      import org.apache.camel.Endpoint;
      import org.apache.camel.support.DefaultComponent;

      public class GreetingComponent extends DefaultComponent {
        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
          return getCamelContext().getEndpoint("log:" + remaining);
        }
      }
      """;

  private GreetingJar() {}

  /**
   * @param work an empty folder for the source and its class
   * @param jar is written
   */
  static void write(Path work, Path jar, String classPath) throws IOException {
    Path source =
        Files.writeString(
            Files.createDirectories(work.resolve("greeting")).resolve("GreetingComponent.java"),
            SOURCE);
    int exitCode =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-proc:none", "-cp", classPath, source.toString());
    if (exitCode != 0) {
      throw new IOException("The component can't be compiled");
    }
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("META-INF/services/org/apache/camel/component/greeting"));
      out.write("class=greeting.GreetingComponent\n".getBytes(StandardCharsets.UTF_8));
      out.putNextEntry(new JarEntry("greeting/GreetingComponent.class"));
      Files.copy(work.resolve("greeting/GreetingComponent.class"), out);
    }
  }
}
