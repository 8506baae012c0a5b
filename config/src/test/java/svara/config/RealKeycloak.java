package svara.config;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real Keycloak with the realm {@code kommun}, for as long as it is open. It stands under {@code
 * localhost}, for a browser another site than {@code 127.0.0.1}.
 */
public final class RealKeycloak implements AutoCloseable {
  private static final Duration FETCH_MAX = Duration.ofMinutes(10);
  private static final Duration START_MAX = Duration.ofMinutes(3);
  private static final Duration STOP_MAX = Duration.ofSeconds(20);

  private final Path folder;
  private final int port;
  private final Process process;

  /**
   * Starts it; it answers when this returns.
   *
   * @param realm the realm as Keycloak imports it
   */
  public RealKeycloak(Path folder, String realm) throws Exception {
    this.folder = folder;
    this.port = freePort();
    Path programs = programs();
    Files.createDirectories(folder.resolve("data/import"));
    for (String part : List.of("bin", "conf", "lib", "providers", "themes", "version.txt")) {
      Files.createSymbolicLink(folder.resolve(part), programs.resolve(part));
    }
    Files.writeString(folder.resolve("data/import/kommun-realm.json"), realm);
    process = start();
    Awaited.value(START_MAX, this::answers, () -> true);
  }

  private static Path programs() {
    Ran fetch =
        Ran.command(
            Checkout.root(),
            Map.of(),
            FETCH_MAX,
            Checkout.root().resolve("config/tools/get-keycloak.sh").toString());
    if (fetch.exit() != 0) {
      throw new AssertionError(fetch.err());
    }
    return Path.of(fetch.out().strip());
  }

  /** As its own script does, which would take the folder it lies in for its data's. */
  private Process start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // it is started for a handful of pages
    command.addAll(List.of("-Xmx400m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Dkc.home.dir=" + folder);
    command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
    for (String open : List.of("util", "util.concurrent", "security")) {
      command.add("--add-opens=java.base/java." + open + "=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", "lib/quarkus-run.jar"));
    command.add("io.quarkus.bootstrap.runner.QuarkusEntryPoint");
    command.addAll(List.of("start", "--optimized", "--import-realm", "--cache=local"));
    command.addAll(List.of("--http-enabled=true", "--http-host=127.0.0.1"));
    command.addAll(List.of("--http-port=" + port, "--hostname=http://localhost:" + port));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("out").toFile())
        .start();
  }

  private boolean answers() throws IOException, InterruptedException {
    if (!process.isAlive()) {
      throw new AssertionError("Keycloak: " + Files.readString(folder.resolve("out")));
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create(
                      "http://127.0.0.1:"
                          + port
                          + "/realms/kommun/.well-known/openid-configuration"))
              .timeout(Duration.ofSeconds(5))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  public URI issuer() {
    return URI.create("http://localhost:" + port + "/realms/kommun");
  }

  /** A port nobody has. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Ends it; may be repeated. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
