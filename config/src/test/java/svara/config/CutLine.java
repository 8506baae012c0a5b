package svara.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between an engine and a server, and ends the engine's part at a chosen request: from then
 * on nothing of it gets through any more, as after a crash.
 */
final class CutLine implements AutoCloseable {
  /** Where it is cut. */
  enum Where {
    /** The request does not reach the server. */
    BEFORE,
    /** The server does it, and its answer is lost. */
    AFTER
  }

  private final ServerSocket door;
  private final int server;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile int last = Integer.MAX_VALUE;
  private volatile Where where = Where.BEFORE;
  private volatile boolean dead;

  CutLine(int server) throws IOException {
    this.server = server;
    door = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  /** Counts requests from now on, and is cut at that one. */
  void cutAt(int request, Where where) {
    requests.set(0);
    this.where = where;
    last = request;
  }

  boolean isCut() {
    return dead;
  }

  /** Breaks what is open; new connections get through. */
  void breakOff() {
    for (Socket socket : open) {
      closeQuietly(socket);
    }
    open.clear();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        if (dead) {
          client.close();
          continue;
        }
        Socket there = new Socket(InetAddress.ofLiteral("127.0.0.1"), server);
        open.addAll(List.of(client, there));
        Thread.ofVirtual().start(() -> pass(client, there, true));
        Thread.ofVirtual().start(() -> pass(there, client, false));
      } catch (IOException e) {
        // the door is closed, or the server is away: the client sees it
        continue;
      }
    }
  }

  private void pass(Socket from, Socket to, boolean request) {
    byte[] bytes = new byte[65_536];
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        int number = request ? requests.incrementAndGet() : requests.get();
        if (dead || (number >= last && (where == Where.BEFORE || !request))) {
          dead = true;
          breakOff();
          return;
        }
        out.write(bytes, 0, n);
      }
    } catch (IOException e) {
      // cut, or ended by either side
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    breakOff();
  }
}
