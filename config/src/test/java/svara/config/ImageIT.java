package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import svara.telephony.asterisk.AsteriskInstance;

/**
 * What the image would be, without a container: exactly its files in an empty folder, its entry
 * point as an ordinary user, its own health check. The exchange beside it is a real one.
 */
@Tag("exchange")
@Timeout(300)
class ImageIT {
  private static final Duration LIMIT = Duration.ofSeconds(150);
  private static final String NOBODY = "65534";
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  private final ImageFile image = new ImageFile(Checkout.text("Dockerfile"));

  @TempDir Path work;
  private Path house;
  private Process engine;

  @BeforeEach
  void copyWhatTheImageHolds() throws IOException {
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
    house = Files.createDirectory(work.resolve("house"));
    assertEquals(List.of(), laidOut(image, house));
    Files.createDirectory(house.resolve("data"));
    if (ROOT) {
      assertEquals(
          0, run("chown", "-R", NOBODY + ":" + NOBODY, house.resolve("data").toString()).exit());
      assertEquals(0, run("chmod", "-R", "a+rX", house.toString()).exit());
    }
  }

  @AfterEach
  void endIt() throws Exception {
    if (engine != null) {
      engine.destroy();
      if (!engine.waitFor(15, TimeUnit.SECONDS)) {
        engine.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void aSourceThatTheBuildDoesNotMakeIsFound() throws IOException {
    Path empty = Files.createDirectory(work.resolve("planted"));

    List<String> absent =
        laidOut(
            new ImageFile(
                "FROM a AS build\nFROM b\nCOPY --from=build /src/config/target/nothing.jar ./\n"),
            empty);

    assertEquals(List.of("/src/config/target/nothing.jar"), absent);
  }

  @Test
  void theEntryPointStartsTheProductFromTheImagesFilesAlone() throws Exception {
    try (AsteriskInstance exchange =
        AsteriskInstance.start(List.of(AsteriskInstance.Queue.oneAndOne("helpdesk", "100")))) {
      int httpPort = freePort();
      Path output = work.resolve("output");
      engine =
          start(
              output,
              Map.of(
                  "PATH",
                  System.getenv("PATH"),
                  "SVARA_HTTP_PORT",
                  Integer.toString(httpPort),
                  "SVARA_DATABASE_EMBEDDED_PORT",
                  Integer.toString(freePort()),
                  "SVARA_TELEPHONY_AMI_PORT",
                  Integer.toString(exchange.amiPort()),
                  "SVARA_TELEPHONY_AMI_SECRET",
                  AsteriskInstance.AMI_SECRET));

      Awaited.value(LIMIT, () -> healthCheck(httpPort) || !engine.isAlive(), () -> null);

      assertTrue(engine.isAlive(), () -> "it ended:\n" + read(output));
      engine.destroy();
      assertTrue(engine.waitFor(10, TimeUnit.SECONDS), "no clean stop within 10 s");
      assertFalse(healthCheck(httpPort), "still answers after its end");
      LoopLog.quiet(Files.readString(output));
    }
  }

  private Process start(Path output, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(asOrdinaryUser(withThisJava(image.command())))
            .directory(house.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Copies as the image's COPY lines say; returns the sources that are not there. */
  private static List<String> laidOut(ImageFile image, Path house) throws IOException {
    List<String> absent = new ArrayList<>();
    for (ImageFile.Copy copy : image.copiedIntoImage()) {
      for (String written : copy.sources()) {
        Path source = ImageFile.inCheckout(Checkout.root(), written);
        Path target = house.resolve(copy.target()).normalize();
        if (Files.notExists(source)) {
          absent.add(written);
        } else if (Files.isDirectory(source)) {
          Checkout.copy(source, target);
        } else {
          Files.createDirectories(target);
          Files.copy(source, target.resolve(source.getFileName()));
        }
      }
    }
    return absent;
  }

  private boolean healthCheck(int port) {
    String[] command = image.healthCheck().toArray(String[]::new);
    return Ran.command(house, Map.of("SVARA_HTTP_PORT", Integer.toString(port)), LIMIT, command)
            .exit()
        == 0;
  }

  private static List<String> withThisJava(List<String> command) {
    List<String> words = new ArrayList<>(command);
    assertEquals("java", words.getFirst());
    words.set(0, Path.of(System.getProperty("java.home"), "bin/java").toString());
    return words;
  }

  private static List<String> asOrdinaryUser(List<String> command) {
    List<String> drop =
        List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--");
    return ROOT ? Stream.concat(drop.stream(), command.stream()).toList() : command;
  }

  private Ran run(String... words) {
    return Ran.command(work, Map.of(), LIMIT, words);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
