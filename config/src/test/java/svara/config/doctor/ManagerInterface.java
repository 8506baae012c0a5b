package svara.config.doctor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** An exchange's manager interface, as far as the doctor asks it; each answer can be set. */
final class ManagerInterface implements AutoCloseable {
  final ServerSocket server;
  private final Thread accepting;
  volatile String banner = "Asterisk Call Manager/11.0.0";
  volatile String secret = "s3cret";
  volatile String version = "22.10.1";
  volatile boolean dialplan = true;
  volatile InstantSource clock = Instant::now;

  ManagerInterface() {
    this(0);
  }

  ManagerInterface(int port) {
    try {
      server = new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    accepting = Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        talk(socket);
      } catch (IOException e) {
        // the doctor has gone, or the test has ended
      }
    }
  }

  private void talk(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    say(socket, banner + "\r\n");
    Map<String, String> action = new HashMap<>();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.isEmpty()) {
        say(socket, answer(action));
        action.clear();
      } else {
        String[] header = line.split(": ", 2);
        action.put(header[0], header[1]);
      }
    }
  }

  private String answer(Map<String, String> action) {
    // an event in front, as FullyBooted comes right after a login
    String event = "Event: FullyBooted\r\nStatus: Fully Booted\r\n\r\n";
    return switch (action.get("Action")) {
      case "Login" ->
          secret.equals(action.get("Secret"))
              ? "Response: Success\r\nMessage: Authentication accepted\r\n\r\n" + event
              : "Response: Error\r\nMessage: Authentication failed\r\n\r\n";
      case "CoreSettings" -> "Response: Success\r\nAsteriskVersion: " + version + "\r\n\r\n";
      case "Getvar" ->
          "Response: Success\r\nValue: "
              + (action.get("Variable").equals("EPOCH")
                  ? clock.instant().getEpochSecond()
                  : dialplan ? 1 : 0)
              + "\r\n\r\n";
      default -> "Response: Error\r\nMessage: Permission denied\r\n\r\n";
    };
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() {
    try {
      server.close();
      // until nobody waits there any more, a caller still gets through
      boolean _ = accepting.join(Duration.ofSeconds(5));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
