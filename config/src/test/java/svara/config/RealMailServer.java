package svara.config;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real Dovecot or Postfix of Debian's packages, for as long as it is open. */
final class RealMailServer implements AutoCloseable {
  private static final Duration FETCH_MAX = Duration.ofMinutes(5);
  private static final Duration START_MAX = Duration.ofSeconds(20);
  private static final Duration STOP_MAX = Duration.ofSeconds(10);

  private final Process process;
  private final int port;

  private RealMailServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** In front of the Maildir {@code mail} of a folder, as whoever runs this. */
  static RealMailServer dovecot(Path folder) throws Exception {
    return dovecot(folder, freePort());
  }

  /** On a port where one was before. */
  static RealMailServer dovecot(Path folder, int port) throws Exception {
    return start(folder, "config/tools/dovecot.sh", port, List.of());
  }

  /** Delivers to the Maildirs {@code mail} and {@code eva} of a folder; needs root. */
  static RealMailServer postfix(Path folder) throws Exception {
    return start(
        folder,
        "config/src/test/resources/svara/config/mail/postfix.sh",
        freePort(),
        List.of(String.valueOf(freePort())));
  }

  private static RealMailServer start(Path folder, String script, int port, List<String> more)
      throws Exception {
    List<String> words = new ArrayList<>();
    words.add("sh");
    words.add(Checkout.root().resolve(script).toString());
    words.addAll(List.of(servers(), folder.toString(), String.valueOf(port)));
    words.addAll(more);
    File said = folder.resolve(Path.of(script).getFileName() + ".out").toFile();
    Process process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(said).start();
    RealMailServer server = new RealMailServer(process, port);
    try {
      Awaited.value(
          START_MAX,
          () -> {
            if (!process.isAlive()) {
              throw new AssertionError(script + ": " + Files.readString(said.toPath()));
            }
            return answers(port);
          },
          () -> null);
    } catch (Exception | AssertionError e) {
      server.close();
      throw e;
    }
    return server;
  }

  private static String servers() {
    Ran fetch =
        Ran.command(
            Checkout.root(),
            Map.of(),
            FETCH_MAX,
            Checkout.root().resolve("config/tools/get-mail-servers.sh").toString());
    if (fetch.exit() != 0) {
      throw new AssertionError(fetch.err());
    }
    return fetch.out().strip();
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return port;
  }

  /** Ends all of it at once, as a machine that loses its power does. */
  void kill() throws InterruptedException {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
