package svara.engine.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between a client and a server: cuts connections, and hides what the server can do. */
final class WeakLine implements AutoCloseable {
  private final ServerSocket door;
  private final int server;
  private final String hidden;
  private final AtomicLong cutAfter = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong passed = new AtomicLong();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final AtomicLong connections = new AtomicLong();
  private final StringBuffer said = new StringBuffer();

  /**
   * A line to a server.
   *
   * @param hidden a word that the client does not get to see
   */
  WeakLine(int server, String hidden) throws IOException {
    this.server = server;
    this.hidden = hidden;
    door = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  long connections() {
    return connections.get();
  }

  /** All that clients have said. */
  String said() {
    return said.toString();
  }

  /** The next connection breaks after so many bytes from the server; later ones hold. */
  void cutNextAfter(long bytes) {
    passed.set(0);
    cutAfter.set(bytes);
  }

  boolean hasCut() {
    return cutAfter.get() == Long.MAX_VALUE;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        Socket there = new Socket(InetAddress.ofLiteral("127.0.0.1"), server);
        connections.incrementAndGet();
        open.addAll(List.of(client, there));
        Thread.ofVirtual().start(() -> pass(client, there, false));
        Thread.ofVirtual().start(() -> pass(there, client, true));
      } catch (IOException e) {
        // the door is closed, or the server is away: the client sees it
      }
    }
  }

  private void pass(Socket from, Socket to, boolean fromServer) {
    byte[] bytes = new byte[4096];
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        if (fromServer && passed.addAndGet(n) > cutAfter.get()) {
          cutAfter.set(Long.MAX_VALUE);
          return;
        }
        if (!fromServer) {
          said.append(new String(bytes, 0, n, StandardCharsets.ISO_8859_1));
        }
        out.write(fromServer ? hide(bytes, n) : java.util.Arrays.copyOf(bytes, n));
      }
    } catch (IOException e) {
      // cut, or ended by either side
    }
  }

  private byte[] hide(byte[] bytes, int n) {
    String text = new String(bytes, 0, n, StandardCharsets.ISO_8859_1);
    String shown = hidden.isEmpty() ? text : text.replace(hidden, "X".repeat(hidden.length()));
    return shown.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      door.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
