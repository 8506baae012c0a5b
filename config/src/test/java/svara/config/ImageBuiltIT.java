package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import svara.telephony.asterisk.AsteriskInstance;
import svara.telephony.asterisk.SipDialog;
import svara.telephony.asterisk.SipPhone;

/**
 * The image, built from the Dockerfile by Debian's buildah and started as it says of itself: user,
 * folder, variables, entry point, health check. It takes a call of a real exchange beside it, and
 * knows of it when it is started again. Needs root for its namespaces.
 */
@Tag("root")
@Timeout(value = 3600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ImageBuiltIT {
  private static final Duration LIMIT = Duration.ofMinutes(40);
  private static final Duration READY = Duration.ofSeconds(120);
  private static final Path SCRIPTS = Checkout.root().resolve("config/src/test/resources/install");
  private static final Path FOLDER =
      Path.of("/var/tmp", "svara-image-" + ProcessHandle.current().pid());
  private static final Path FILES = FOLDER.resolve("machine/work/image");

  @TempDir Path work;

  private JsonObject image;
  private List<String> variables;

  @AfterAll
  static void removeIt() {
    assertEquals(
        0,
        Ran.command(
                Path.of("/"), Map.of(), LIMIT, "rm", "-rf", "--one-file-system", FOLDER.toString())
            .exit());
  }

  @Test
  void itIsBuiltStartsTakesACallStopsAndKnowsOfItWhenItIsStartedAgain() throws Exception {
    build();
    Files.writeString(
        FILES.resolve("svara/config/svara.yaml"),
        """
        queues:
          - {name: helpdesk, numbers: [100]}
        technicians:
          - {name: Anna Berg, email: anna.berg@example.se, dial: PJSIP/201, queue: helpdesk}
        """);
    try (AsteriskInstance exchange =
            AsteriskInstance.start(List.of(AsteriskInstance.Queue.oneAndOne("helpdesk", "100")));
        SipPhone outside = new SipPhone("outside", exchange.sip());
        SipPhone anna = new SipPhone("201", exchange.sip())) {
      anna.register(AsteriskInstance.PHONE_SECRET, true);
      anna.onCall(call -> {
        call.ring();
        anna.later(Duration.ofMillis(50), call::answer);
      });
      variables =
          List.of(
              "SVARA_HTTP_PORT=" + freePort(),
              "SVARA_DATABASE_EMBEDDED_PORT=" + freePort(),
              "SVARA_TELEPHONY_AMI_PORT=" + exchange.amiPort(),
              "SVARA_TELEPHONY_AMI_SECRET=" + AsteriskInstance.AMI_SECRET);
      Process engine = started("first");
      SipDialog caller = outside.call("100", "0701740605", "");
      await("they talk", engine, () -> caller.media().connected() && talks(anna));
      caller.hangUp();
      await("the call is in the books", engine, () -> verified().contains("calls 1 tickets 1 "));
      stop(engine);

      Process again = started("second");
      assertTrue(verified().contains("calls 1 tickets 1 calls_without_ticket 0 "), verified());
      stop(again);
    }
  }

  private void build() throws IOException {
    Ran built =
        Ran.command(
            Path.of("/"),
            Map.of(),
            LIMIT,
            SCRIPTS.resolve("image.sh").toString(),
            FOLDER.toString(),
            Checkout.root().toString(),
            System.getProperty("java.home"));
    assertEquals(0, built.exit(), built.err());
    image =
        new JsonObject(Files.readString(FOLDER.resolve("machine/work/config.json")))
            .getJsonObject("Docker")
            .getJsonObject("config");
    ImageFile file = new ImageFile(Checkout.text("Dockerfile"));
    assertEquals(file.user(), image.getString("User"));
    assertEquals(file.folder(), image.getString("WorkingDir"));
    assertEquals(file.entryPoint(), words(image.getJsonArray("Entrypoint")));
  }

  private Process started(String name) throws IOException {
    Path output = work.resolve(name);
    List<String> words = words(image.getJsonArray("Entrypoint"));
    words.addAll(words(image.getJsonArray("Cmd")));
    Process engine =
        new ProcessBuilder(contained(words))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    await("the health check says it is ready:\n" + output, engine, this::healthy);
    return engine;
  }

  private boolean healthy() {
    List<String> test = words(image.getJsonObject("Healthcheck").getJsonArray("Test"));
    assertEquals("CMD", test.removeFirst());
    return ran(test).exit() == 0;
  }

  private String verified() {
    List<String> words = words(image.getJsonArray("Entrypoint"));
    words.add("verify");
    return ran(words).out();
  }

  private Ran ran(List<String> words) {
    return Ran.command(work, Map.of(), READY, contained(words).toArray(String[]::new));
  }

  /** In the image's files, as its user, from its folder, with its variables and this test's. */
  private List<String> contained(List<String> command) {
    List<String> words = new ArrayList<>(List.of("unshare", "-m"));
    words.add(SCRIPTS.resolve("container.sh").toString());
    words.addAll(List.of(FILES.toString(), image.getString("User"), image.getString("WorkingDir")));
    words.addAll(words(image.getJsonArray("Env")));
    words.addAll(variables);
    words.addAll(command);
    return words;
  }

  private static void stop(Process engine) throws InterruptedException {
    engine.destroy();
    assertTrue(engine.waitFor(30, TimeUnit.SECONDS), "no clean stop within 30 s");
  }

  private static boolean talks(SipPhone phone) {
    return phone.calls().stream().anyMatch(call -> call.state() == SipDialog.State.ANSWERED);
  }

  private static List<String> words(JsonArray array) {
    return new ArrayList<>(array.stream().map(String::valueOf).toList());
  }

  private static void await(String what, Process engine, BooleanSupplier happened) {
    long end = System.nanoTime() + READY.toNanos();
    while (!happened.getAsBoolean()) {
      assertTrue(engine.isAlive(), "it has ended; waited for: " + what);
      assertTrue(System.nanoTime() < end, "not in time: " + what);
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
