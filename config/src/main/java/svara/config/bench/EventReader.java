package svara.config.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Somebody who listens to what {@code Queue()} reports, as every helpdesk does that wants figures
 * or a wallboard of it: without, nobody would ever know of a call. Reads and forgets.
 */
final class EventReader implements AutoCloseable {
  static final String USER = "reader";

  private final Socket socket;

  EventReader(int amiPort, String secret) throws IOException {
    socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), amiPort);
    String login = "Action: Login\r\nUsername: %s\r\nSecret: %s\r\n\r\n".formatted(USER, secret);
    socket.getOutputStream().write(login.getBytes(StandardCharsets.US_ASCII));
    Thread.ofVirtual().name("queue-events").start(this::read);
  }

  private void read() {
    try (InputStream events = socket.getInputStream()) {
      events.transferTo(OutputStream.nullOutputStream());
    } catch (IOException closed) {
      // the run is over
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
