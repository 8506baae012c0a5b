package svara.config;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * An engine as a process of its own: {@code svara start} in a JVM with the script's flags.
 *
 * @param data its data folder
 * @param log what it wrote
 */
public record EngineInAJvm(Process process, Path data, Path log) implements AutoCloseable {

  public static EngineInAJvm start(Path folder, Path config, Map<String, String> environment)
      throws IOException {
    Path log = folder.resolve("log");
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(flags());
    // the product's log, not the tests'
    words.add("-Dlogback.configurationFile=" + Checkout.root().resolve("config/logback.xml"));
    words.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    words.addAll(List.of("svara.config.Main", "start", "--config", config.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Path data = folder.resolve("data");
    builder.environment().put("SVARA_DATA", data.toString());
    return new EngineInAJvm(builder.start(), data, log);
  }

  /** The flags that the script starts a JVM with. */
  static List<String> flags() {
    String script = Checkout.text("svara");
    String line = script.lines().filter(l -> l.startsWith("JVM_FLAGS=")).findFirst().orElseThrow();
    return List.of(line.substring(line.indexOf('"') + 1, line.lastIndexOf('"')).split(" "));
  }

  public boolean answers() {
    return RunningEngine.of(data).isPresent();
  }

  public JsonObject get(String path) throws IOException {
    return body(engine().send("GET", path, BodyPublishers.noBody()));
  }

  public JsonObject put(String path, JsonObject body) throws IOException {
    return body(engine().send("PUT", path, BodyPublishers.ofString(body.encode())));
  }

  /** Names of the live news that come from now on, until the engine ends; first {@code hello}. */
  public List<String> news() throws IOException {
    RunningEngine engine = engine();
    List<String> heard = new CopyOnWriteArrayList<>();
    HttpRequest request =
        HttpRequest.newBuilder(engine.url().resolve("/api/v1/events"))
            .header("Authorization", "Bearer " + engine.token())
            .build();
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    client
        .sendAsync(request, BodyHandlers.ofLines())
        .thenAccept(answer ->
            answer
                .body()
                .filter(line -> line.startsWith("event:"))
                .forEach(line -> heard.add(line.substring("event:".length()).strip())))
        .whenComplete((_, _) -> client.shutdownNow());
    return heard;
  }

  private RunningEngine engine() throws IOException {
    return RunningEngine.of(data).orElseThrow(() -> new IOException("no engine in " + data));
  }

  private static JsonObject body(HttpResponse<String> answer) throws IOException {
    if (answer.statusCode() / 100 != 2) {
      URI asked = answer.uri();
      throw new IOException(asked + " gives " + answer.statusCode() + " " + answer.body());
    }
    return answer.body().isEmpty() ? new JsonObject() : new JsonObject(answer.body());
  }

  public String written() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
