package svara.config;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import svara.config.settings.Settings;
import svara.web.Access;
import svara.web.WebDoor;

/**
 * The engine that runs with these settings on this machine, seen from a command: where it listens
 * and a credential for it.
 *
 * @param url for instance {@code http://127.0.0.1:8080}
 * @param token bearer token with the rights of the command line
 */
record RunningEngine(URI url, String token) {
  private static final String URL_FILE = "engine.url";
  private static final String CONSOLE_FILE = "console.url";
  private static final Duration CONNECT_MAX = Duration.ofSeconds(2);

  /** Where a starting engine leaves its address. */
  static Path urlFile(Settings settings) {
    return settings.data().resolve(URL_FILE);
  }

  /** Where people find the console, for links; empty when no engine has run here. */
  static Optional<URI> console(Path data) {
    try {
      return Optional.of(URI.create(Files.readString(data.resolve(CONSOLE_FILE)).strip()));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The same, or what the settings say of it. */
  static URI console(Settings settings) {
    WebDoor door = settings.http().door();
    return console(settings.data())
        .or(() -> Optional.ofNullable(door.url()))
        .orElseGet(() -> URI.create("http://%s:%d/".formatted(door.bind(), door.port())));
  }

  /**
   * Leaves the addresses for commands to find.
   *
   * @param local where commands on this machine ask
   * @param console where people find the console
   */
  static void announce(Settings settings, URI local, URI console) throws IOException {
    Files.createDirectories(settings.data());
    write(urlFile(settings), local.toString(), "rw-r--r--");
    write(settings.data().resolve(CONSOLE_FILE), console.toString(), "rw-r--r--");
  }

  /** Takes the address away at a clean stop. */
  static void withdraw(Settings settings) throws IOException {
    Files.deleteIfExists(urlFile(settings));
  }

  private static void write(Path file, String text, String rights) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights)));
    Files.writeString(fresh, text);
    Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  /** The engine, if one answers; an address that an engine left when it was killed does not. */
  static Optional<RunningEngine> of(Settings settings) {
    return of(settings.data());
  }

  /** The same, by the data folder alone. */
  static Optional<RunningEngine> of(Path data) {
    try {
      URI url = URI.create(Files.readString(data.resolve(URL_FILE)).strip());
      // signed with the key in the data folder: who can read that is the operator himself
      String token = Access.open(data, InstantSource.system()).localCredential();
      RunningEngine engine = new RunningEngine(url, token);
      return engine.alive() ? Optional.of(engine) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private boolean alive() throws IOException {
    return send("GET", "/health/live", HttpRequest.BodyPublishers.noBody()).statusCode() == 200;
  }

  /**
   * Asks the engine.
   *
   * @throws IOException when none answers within half a minute
   */
  HttpResponse<String> send(String method, String path, HttpRequest.BodyPublisher body)
      throws IOException {
    return send(method, path, "application/json", body);
  }

  HttpResponse<String> send(String method, String path, String type, HttpRequest.BodyPublisher body)
      throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", type)
            .method(method, body)
            .build();
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_MAX)
            .build()) {
      return client.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
