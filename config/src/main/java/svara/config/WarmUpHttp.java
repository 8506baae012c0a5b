package svara.config;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first request to an HTTP server loads a hundred classes, and the loop that takes it is the
 * one that calls are served on: one was seen blocked for 240 ms by it, right after the start. So
 * another loop takes one before, at a port of the loopback that is closed again.
 */
final class WarmUpHttp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUpHttp.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String REQUEST =
      "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

  private WarmUpHttp() {}

  /** Begins it; must not be called on a loop, whose own would be taken. */
  static Thread start(Vertx vertx) {
    return Thread.ofPlatform().name("warm-up-http").start(() -> run(vertx));
  }

  private static void run(Vertx vertx) {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                asked -> asked.response().putHeader("content-type", "application/json").end("{}"));
    try {
      server.listen(0, InetAddress.getLoopbackAddress().getHostAddress()).await();
      ask(server.actualPort());
    } catch (IOException | RuntimeException e) {
      // the server that counts is about to say what is wrong
      LOG.atDebug().setCause(e).log("no request was tried before the start");
    } finally {
      server.close().await();
    }
  }

  private static void ask(int port) throws IOException {
    int millis = (int) PATIENCE.toMillis();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
      socket.setSoTimeout(millis);
      socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readAllBytes();
    }
  }
}
