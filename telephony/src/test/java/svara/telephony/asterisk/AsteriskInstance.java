package svara.telephony.asterisk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A real Asterisk of one's own, made by the scripts of {@code config/asterisk} in a folder under
 * the temporary one, on free ports. Asterisk and sounds come from {@code SVARA_ASTERISK_ROOT} and
 * {@code SVARA_SOUNDS}, which {@code ./svara test} sets, or are fetched into the cache.
 */
public final class AsteriskInstance implements AutoCloseable {
  public static final String AMI_USER = "svara";
  public static final String AMI_SECRET = "test-secret";
  public static final String PHONE_SECRET = "test-phone";
  private static final int RTP_PORTS = 400;

  private final Path house;
  private final Path folder;
  private final AsteriskProcess process;
  private final int sipPort;
  private final int amiPort;
  private final int trunkPort;

  private AsteriskInstance(
      Path house, Path folder, AsteriskProcess process, int sipPort, int amiPort, int trunkPort) {
    this.house = house;
    this.folder = folder;
    this.process = process;
    this.sipPort = sipPort;
    this.amiPort = amiPort;
    this.trunkPort = trunkPort;
  }

  /** One queue at the exchange. */
  public record Queue(
      String name, List<String> numbers, int talking, int waiting, String language) {
    public static Queue oneAndOne(String name, String number) {
      return new Queue(name, List.of(number), 1, 1, "sv");
    }

    private List<String> keys() {
      return List.of(
          "NAME=" + name,
          "NUMBERS=" + String.join(",", numbers),
          "TALKING=" + talking,
          "WAITING=" + waiting,
          "LANGUAGE=" + language);
    }
  }

  /**
   * Makes and starts an exchange.
   *
   * @param settings more KEY=VALUE for {@code make-instance.sh}
   */
  public static AsteriskInstance start(List<Queue> queues, String... settings) {
    AsteriskInstance made = make(queues, settings);
    made.start();
    return made;
  }

  /** Makes an exchange that is not started yet, so that its files can be changed before. */
  public static AsteriskInstance make(List<Queue> queues, String... settings) {
    try {
      Path house = house();
      Path folder = Files.createTempDirectory("svx").resolve("a");
      int rtp = 20_000 + RTP_PORTS * ThreadLocalRandom.current().nextInt(80);
      int sip = freeUdpPort();
      int ami = freeTcpPort();
      int trunk = portNobodyIsGiven();
      List<String> keys =
          new ArrayList<>(
              List.of(
                  "SIP_PORT=" + sip,
                  "AMI_PORT=" + ami,
                  "TRUNK=127.0.0.1:" + trunk,
                  "AMI_USER=" + AMI_USER,
                  "AMI_SECRET=" + AMI_SECRET,
                  "PHONE_SECRET=" + PHONE_SECRET,
                  "RTP_START=" + rtp,
                  "RTP_END=" + (rtp + RTP_PORTS - 1)));
      keys.addAll(List.of(settings));
      return new AsteriskInstance(
          house,
          folder,
          AsteriskProcess.made(
              new AsteriskProcess.Setup(
                  house,
                  Path.of(root(house)),
                  Path.of(sounds(house)),
                  folder,
                  keys,
                  queues.stream().map(Queue::keys).toList())),
          sip,
          ami,
          trunk);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it, or starts it again after {@link #stop} or {@link #kill}. */
  public void start() {
    try {
      process.start();
    } catch (AsteriskNotStarted e) {
      throw new IllegalStateException("Asterisk does not start: " + log(), e);
    }
  }

  /** Waits for something that shows only from outside. */
  static boolean await(BooleanSupplier condition, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
    return true;
  }

  public int amiPort() {
    return amiPort;
  }

  /** Where calls to people outside go, unless the settings say otherwise. */
  public int trunkPort() {
    return trunkPort;
  }

  public InetSocketAddress sip() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), sipPort);
  }

  public Path folder() {
    return folder;
  }

  /** The operating system's id of the process, for signals. */
  public long pid() {
    return process.pid();
  }

  /** A command as typed at Asterisk's own console. */
  public String cli(String command) {
    return process.cli(command);
  }

  /** Notices, warnings and errors so far. */
  public String log() {
    Path log = folder.resolve("log/full");
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A clean stop. */
  public void stop() {
    process.close();
  }

  /** {@code kill -9}. */
  public void kill() {
    process.kill();
  }

  @Override
  public void close() {
    stop();
    try (Stream<Path> files = Files.walk(folder.getParent())) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // --- where things are

  private static Path house() {
    String told = System.getenv("SVARA_HOME");
    Path at = told == null ? Path.of("").toAbsolutePath() : Path.of(told);
    while (at != null && !Files.exists(at.resolve("config/asterisk/make-instance.sh"))) {
      at = at.getParent();
    }
    return Optional.ofNullable(at)
        .orElseThrow(() -> new IllegalStateException("not within Svara's sources: set SVARA_HOME"));
  }

  private static String root(Path house) {
    return fetched(
        house,
        "SVARA_ASTERISK_ROOT",
        "config/asterisk/get-asterisk.sh \"$c/asterisk\" >&2; echo \"$c/asterisk\"");
  }

  private static String sounds(Path house) {
    return fetched(
        house,
        "SVARA_SOUNDS",
        "config/tools/get-tools.sh \"$c/tools\" espeak-ng sox >&2;"
            + " config/asterisk/prompts/make-sounds.sh \"$c/sounds\" >&2; echo \"$c/sounds\"");
  }

  /** Where this exchange records what callers leave to be heard. */
  public Path messages() {
    return folder.resolve("spool/svara-messages");
  }

  /** Where this exchange keeps the outage messages that technicians have recorded. */
  public Path notices() {
    return folder.resolve("spool/svara-notices");
  }

  /** The sound file that this exchange plays for a prompt. */
  public Path sound(String language, String key) {
    return sounds().resolve(language + "/svara/" + key + ".wav");
  }

  /** What this exchange plays to those who wait. */
  public Path music() {
    return sounds().resolve("moh/svara.wav");
  }

  /** Where the sounds are that it plays. */
  public Path sounds() {
    try {
      return folder.resolve("share/sounds/sv").toRealPath().getParent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIPp, of {@code SVARA_SIPP} or fetched into the cache. */
  public static Path sipp() {
    return Path.of(
        fetched(
            house(),
            "SVARA_SIPP",
            "config/tools/get-tools.sh \"$c/tools\" sipp >&2; echo \"$c/tools/bin/sipp\""));
  }

  private static String fetched(Path house, String variable, String script) {
    String told = System.getenv(variable);
    if (told != null) {
      return told;
    }
    String made =
        run(
            List.of(
                "sh",
                "-ec",
                "cd " + house + "; ME=test; . config/tools/debs.sh; c=$(svara_cache); " + script));
    return made.strip().lines().reduce((first, last) -> last).orElseThrow();
  }

  private static String run(List<String> command) {
    try {
      Process running =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String said = new String(running.getInputStream().readAllBytes());
      int code = running.waitFor();
      if (code != 0) {
        throw new IllegalStateException(command + " ended with " + code + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * For a phone that is opened anew for each test: above those that the kernel gives to whoever
   * names none, so that it is still free the next time.
   */
  private static int portNobodyIsGiven() throws IOException {
    for (int i = 0; i < 20; i++) {
      int port = ThreadLocalRandom.current().nextInt(61_001, 65_000);
      try (DatagramSocket socket = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException e) {
        // another test's
      }
    }
    throw new IOException("twenty ports in turn are taken");
  }

  private static int freeTcpPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static int freeUdpPort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Where the scripts are, for tests that run others of them. */
  public Path sources() {
    return house;
  }

  /** How many of what a call uses are there now; equal before and after means nothing was left. */
  public Map<String, Integer> left() {
    return Map.of(
        "channels",
        count(cli("core show channels concise")),
        "bridges",
        count(cli("bridge show all")) - 1);
  }

  private static int count(String lines) {
    return (int) lines.lines().filter(line -> !line.isBlank()).count();
  }
}
