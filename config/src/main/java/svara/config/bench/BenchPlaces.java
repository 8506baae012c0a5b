package svara.config.bench;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where things are on this machine.
 *
 * @param home Svara's own folder
 * @param asterisk an Asterisk that get-asterisk.sh has unpacked
 * @param sounds what make-sounds.sh has made
 * @param sipp the program
 * @param work everything of this run is kept under it; on a real disk, since durability is paid for
 */
record BenchPlaces(Path home, Path asterisk, Path sounds, Path sipp, Path work) {

  /** As {@code ./svara bench} has set them up. */
  static BenchPlaces fromEnvironment() {
    Path home = path("SVARA_HOME");
    return new BenchPlaces(
        home,
        path("SVARA_ASTERISK_ROOT"),
        path("SVARA_SOUNDS"),
        path("SVARA_SIPP"),
        home.resolve("target/bench"));
  }

  private static Path path(String variable) {
    String value = System.getenv(variable);
    if (value == null || !Files.exists(Path.of(value))) {
      throw BenchFailure.missing(
          "%s names nothing that is here: start it as ./svara bench".formatted(variable));
    }
    return Path.of(value).toAbsolutePath();
  }

  static int freeTcpPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  static int freeUdpPort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
