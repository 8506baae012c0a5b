package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import svara.engine.port.Verification;

/** Two engine processes on the loopback with one database. */
@Tag("cluster")
@Timeout(240)
class ClusterIT {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();
  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** Where Hazelcast looks for members unless it is told otherwise. */
  private static final int MULTICAST = 54_327;

  @TempDir Path folder;
  private Path config;
  private List<Integer> ports;

  @BeforeEach
  void prepare() throws IOException {
    config = folder.resolve("svara.yaml");
    Files.writeString(
        config,
        """
        queues:
          - {name: helpdesk, numbers: [100]}
        technicians:
          - {name: Anna Berg, email: anna.berg@example.se, dial: PJSIP/201, queue: helpdesk}
          - {name: Bo Dahl, email: bo.dahl@example.se, dial: PJSIP/202, queue: helpdesk}
          - {name: Eva Lind, email: eva.lind@example.se, dial: PJSIP/203, queue: helpdesk}
        """);
    ports = List.of(freePort(), freePort());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private EngineInAJvm start(int index, boolean clustered) throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("SVARA_HTTP_PORT", "0");
    environment.put("SVARA_TELEPHONY_AMI_SECRET", "s3cret");
    environment.put("SVARA_TELEPHONY_AMI_PORT", Integer.toString(freePort()));
    environment.put(
        "SVARA_DATABASE_URL",
        "postgresql://127.0.0.1:%d/%s"
            .formatted(DATABASE.address().port(), DATABASE.address().database()));
    environment.put("SVARA_DATABASE_PASSWORD", DATABASE.address().engine().password());
    environment.put("SVARA_DATABASE_OWNERPASSWORD", DATABASE.address().owner().password());
    environment.put("SVARA_CLUSTER_ENABLED", Boolean.toString(clustered));
    environment.put("SVARA_CLUSTER_NODE", "node" + index);
    environment.put("SVARA_CLUSTER_PORT", ports.get(index).toString());
    environment.put(
        "SVARA_CLUSTER_MEMBERS", "127.0.0.1:%d,127.0.0.1:%d".formatted(ports.get(0), ports.get(1)));
    Path own = Files.createDirectories(folder.resolve("node" + index));
    return EngineInAJvm.start(own, config, environment);
  }

  private static void await(String what, java.util.concurrent.Callable<Boolean> there)
      throws Exception {
    Awaited.value(LIMIT, there, () -> what);
  }

  private static String owner() throws Exception {
    try (Connection connection = DATABASE.engine();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select node from queue_lease where expires_at > now()")) {
      return row.next() ? row.getString(1) : "";
    }
  }

  private static String duty(EngineInAJvm engine) throws IOException {
    JsonObject queue = engine.get("/api/v1/queues/helpdesk");
    return queue.getJsonArray("technicians").stream()
        .map(JsonObject.class::cast)
        .filter(technician -> technician.getString("name").equals("Anna Berg"))
        .findFirst()
        .orElseThrow()
        .getString("duty");
  }

  @Test
  void aCommandAtTheWrongNodeIsCarriedOutByTheOwner() throws Exception {
    try (EngineInAJvm first = start(0, true);
        EngineInAJvm second = start(1, true)) {
      await("both answer", () -> first.answers() && second.answers());
      await(
          "both see two members",
          () ->
              first.written().contains("members=\"2\"")
                  && second.written().contains("members=\"2\""));
      assertTrue(
          ListeningSockets.of(first.process().pid()).contains("tcp " + ports.get(0)),
          "what is looked at below shows the cluster's port");
      await("one owns the queue", () -> !owner().isEmpty());
      String owner = owner();
      EngineInAJvm owning = owner.equals("node0") ? first : second;
      EngineInAJvm other = owner.equals("node0") ? second : first;

      await("the other shows the owner's queue", () -> shows(other));
      assertEquals("on", duty(other));
      List<String> atOwner = owning.news();
      List<String> atOther = other.news();
      await("consoles listen at both", () -> !atOwner.isEmpty() && !atOther.isEmpty());
      other.put(
          "/api/v1/technicians/anna.berg/duty",
          new JsonObject().put("queue", "helpdesk").put("state", "paused").put("reason", "lunch"));

      assertEquals("paused", duty(owning), "carried out by the owner");
      assertEquals("paused", duty(other), "and seen from the other");
      assertEquals(owner, owner(), "the queue has not moved");
      await("told at the owner", () -> atOwner.contains("technician.changed"));
      await("and at the other", () -> atOther.contains("technician.changed"));
      assertEquals(1, atOwner.stream().filter("technician.changed"::equals).count());

      owning.process().destroyForcibly().waitFor();
      await(
          "the other takes over", () -> owner().equals(owner.equals("node0") ? "node1" : "node0"));
      await("with what was stored", () -> shows(other) && duty(other).equals("paused"));
      LoopLog.quiet(first.written());
      LoopLog.quiet(second.written());
      Verification.Report report = DATABASE.stores().verification().verify().await();
      assertTrue(report.well(), () -> report.line() + " " + report.findings());
    }
  }

  private static boolean shows(EngineInAJvm engine) {
    try {
      return !engine.get("/api/v1/queues/helpdesk").getJsonArray("technicians").isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void withoutTheSettingThereIsNoClusterTraffic() throws Exception {
    try (EngineInAJvm alone = start(0, false)) {
      await("it answers", alone::answers);

      assertFalse(alone.written().contains("azelcast"), alone.written());
      try (ServerSocket free =
          new ServerSocket(ports.get(0), 1, InetAddress.getLoopbackAddress())) {
        assertTrue(free.isBound(), "nobody listens on the cluster's port");
      }
      long engine = alone.process().pid();
      Set<String> listening = ListeningSockets.of(engine);
      System.out.println("without a cluster it listens at " + listening);
      assertEquals(
          1,
          listening.stream().filter(socket -> socket.startsWith("tcp")).count(),
          () -> "its pages, and nothing else: " + listening);
      assertFalse(listening.contains("udp " + MULTICAST), listening::toString);
      LoopLog.quiet(alone.written());
    }
  }
}
