package svara.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import svara.web.Access;

/** {@code svara status}: the running engine on one screen. */
@Command(
    name = "status",
    description = "Shows the running engine: its parts, its queues and today's figures.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--json", description = "one JSON document instead of a screen")
  private boolean json;

  @Option(
      names = "--sign-in",
      description = "also prints a link that signs one browser in to the console, once")
  private boolean signIn;

  StatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Path data = config.dataFolder(terminal.environment());
    RunningEngine engine =
        RunningEngine.of(data)
            .orElseThrow(
                () -> new MissingException("no engine runs here: start it with ./svara start"));
    try {
      JsonObject health = ask(engine, "/health/ready");
      JsonArray queues = ask(engine, "/api/v1/queues").getJsonArray("items", new JsonArray());
      JsonObject today = ask(engine, "/api/v1/statistics");
      if (json) {
        JsonObject all = new JsonObject().put("url", engine.url().toString());
        all.put("health", health).put("queues", queues).put("statistics", today);
        terminal.out().println(all.encode());
      } else {
        new StatusScreen(engine.url(), health, queues, today)
            .lines()
            .forEach(terminal.out()::println);
      }
      if (signIn) {
        Access access = Access.open(data, terminal.clock());
        (json ? terminal.err() : terminal.out())
            .println(ShownOnce.link(RunningEngine.console(data).orElse(engine.url()), access));
      }
      boolean ready = "ready".equals(health.getString("status"));
      return ready ? ExitCode.DONE : ExitCode.FOUND_WRONG;
    } catch (IOException e) {
      terminal.err().println("svara: the engine does not answer: " + e.getMessage());
      return ExitCode.FOUND_WRONG;
    }
  }

  private static JsonObject ask(RunningEngine engine, String path) throws IOException {
    HttpResponse<String> answer = engine.send("GET", path, BodyPublishers.noBody());
    // an engine that is not ready says so with 503 and tells why
    if (answer.statusCode() != 200 && !path.startsWith("/health/")) {
      throw new IOException(path + " gives " + answer.statusCode());
    }
    return new JsonObject(answer.body());
  }
}
