package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import svara.engine.postgres.DatabaseAddress;

/** The doctor beside a real database: red, and after what the printed remedy says, green. */
@Tag("setup")
@Timeout(120)
class DoctorIT {
  @TempDir Path folder;
  private int port;

  @BeforeEach
  void prepare() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    port = freePort();
    Files.writeString(folder.resolve("svara.yaml"), "queues: [{name: helpdesk}]\n");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private JsonObject check(String name, Map<String, String> environment) throws IOException {
    Map<String, String> all = new HashMap<>(environment);
    all.put("SVARA_TELEPHONY_AMI_SECRET", "s3cret");
    all.put("SVARA_DATA", folder.resolve("data").toString());
    all.put("SVARA_HTTP_PORT", "0");
    String config = folder.resolve("svara.yaml").toString();
    CommandRun run = CommandRun.of(all, "doctor", "--json", "--config", config);
    assertFalse(run.out().contains("s3cret"));
    JsonArray checks = new JsonObject(run.out()).getJsonArray("checks");
    return checks.stream()
        .map(JsonObject.class::cast)
        .filter(check -> check.getString("check").equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Map<String, String> embedded(int atPort) {
    return Map.of(
        "SVARA_DATABASE_EMBEDDED_FOLDER",
        folder.resolve("postgres").toString(),
        "SVARA_DATABASE_EMBEDDED_PORT",
        Integer.toString(atPort));
  }

  private static Map<String, String> external(DatabaseAddress server, String password) {
    return Map.of(
        "SVARA_DATABASE_URL",
        "postgresql://127.0.0.1:" + server.port() + "/svara",
        "SVARA_DATABASE_PASSWORD",
        password,
        "SVARA_DATABASE_OWNERPASSWORD",
        server.owner().password());
  }

  @Test
  void aPortThatTheEmbeddedDatabaseCanNotHaveIsMendedByAnother() throws IOException {
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      JsonObject red = check("database", embedded(taken.getLocalPort()));
      assertEquals("wrong", red.getString("state"), red.encode());
      assertEquals("set database.embedded.port to a free one", red.getString("remedy"));
      JsonObject green = check("database", embedded(freePort()));
      assertEquals("well", green.getString("state"), green.encode());
    }
  }

  @Test
  void aWrongPasswordIsMendedByTheRightOneAndTheClockIsRead() throws IOException {
    try (EmbeddedPostgres database = EmbeddedPostgres.start(folder.resolve("postgres"), port)) {
      DatabaseAddress address = database.address();
      JsonObject red = check("database", external(address, "wrong"));
      assertEquals("wrong", red.getString("state"), red.encode());
      assertEquals(
          "set the password of role svara_engine: database.password", red.getString("remedy"));

      Map<String, String> right = external(address, address.engine().password());
      JsonObject green = check("database", right);
      assertEquals("well", green.getString("state"), green.encode());

      JsonObject clock = check("clock", right);
      assertTrue(clock.getString("says").contains("database"), clock.encode());
    }
  }

  @Test
  void aJvmWithoutItsFlagsIsMendedByStartingAsTheScriptDoes() {
    Ran red = doctorInAJvm(List.of());
    assertTrue(red.out().contains("-> start with ./svara"), red.out() + red.err());

    Ran green = doctorInAJvm(EngineInAJvm.flags());
    assertTrue(green.out().lines().anyMatch(l -> l.matches("jdk +well .*")), green.out());
  }

  private Ran doctorInAJvm(List<String> flags) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(flags);
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), "svara.config.Main"));
    words.addAll(List.of("doctor", "--config", folder.resolve("svara.yaml").toString()));
    return Ran.command(folder, Map.of(), Duration.ofSeconds(60), words.toArray(String[]::new));
  }
}
