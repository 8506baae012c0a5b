package svara.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is sent to the server as bytes, by those who do not keep to the rules. */
@Timeout(60)
class LimitsTest {
  @TempDir Path folder;
  private ServerUnderTest server;

  /** Kept for the whole test: Vert.x closes the connections of a client nobody refers to. */
  private NetClient client;

  @BeforeEach
  void start() throws Exception {
    server =
        ServerUnderTest.start(folder, Instant.parse("2026-03-10T08:00:00Z"), LimitsTest::impatient);
    client = server.vertx().createNetClient();
  }

  private static WebSettings impatient(WebSettings s) {
    return new WebSettings(
        s.door(),
        s.zone(),
        s.bodyBytesMax(),
        s.mailBytesMax(),
        Duration.ofSeconds(1),
        s.headerBytesMax(),
        s.answerTimeout(),
        3,
        s.listenersMax(),
        s.newsKept(),
        s.newsBehindMax(),
        s.heartbeat(),
        s.sessionIdle(),
        s.sessionMax(),
        s.openId());
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void aSilentConnectionIsClosed() throws Exception {
    assertEquals("", said(""));
    assertEquals("", said("GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n"));
  }

  @Test
  void aBodyThatNeverComesIsNotWaitedFor() throws Exception {
    String answer =
        said(
            "POST /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
    assertFalse(answer.contains(" 204 "), answer);
  }

  @Test
  void aConnectionTooManyIsClosedAndThereIsRoomAgainWhenOthersEnd() throws Exception {
    List<NetSocket> open = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      NetSocket socket = ServerUnderTest.await(connect());
      open.add(socket);
      assertTrue(ServerUnderTest.await(ask(socket)).contains(" 200 "));
    }
    NetSocket fourth = ServerUnderTest.await(connect());
    assertEquals("", ServerUnderTest.await(ask(fourth)));
    for (NetSocket socket : open) {
      ServerUnderTest.await(socket.close());
    }
    String request = "GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    String answer = said(request);
    for (int i = 0; i < 100 && answer.isEmpty(); i++) {
      // the server hears of the ends a moment later
      answer = said(request);
    }
    assertTrue(answer.contains(" 200 "), answer);
  }

  private Future<NetSocket> connect() {
    return client.connect(server.address().getPort(), "127.0.0.1");
  }

  /** The answer, or nothing when the connection is closed. */
  private static Future<String> ask(NetSocket socket) {
    Promise<String> answered = Promise.promise();
    socket.handler(answer -> answered.tryComplete(answer.toString()));
    socket.exceptionHandler(e -> answered.tryComplete(""));
    socket.closeHandler(v -> answered.tryComplete(""));
    socket.write("GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    return answered.future();
  }

  @Test
  void headersAndAddressesThatAreTooLongAreRefused() throws Exception {
    String start = "GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    assertTrue(said(start + "X: " + "x".repeat(20_000) + "\r\n\r\n").contains(" 431 "));
    assertTrue(
        said("GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            .contains(" 414 "));
  }

  @Test
  void whatIsNoRequestIsRefused() throws Exception {
    String nonsense = said("nonsense\r\n\r\n");
    assertTrue(nonsense.contains(" 400 "), nonsense);
    String nameless = said("GET /health/live HTTP/1.1\r\n\r\n");
    assertTrue(nameless.matches("(?s)HTTP/1.1 4\\d\\d .*"), nameless);
  }

  @RepeatedTest(10)
  void aCodeIsAcceptedOnceHoweverManyTryItAtOnce() throws Exception {
    String body = "{\"code\":\"" + server.access().signInCode() + "\"}";
    String request =
        "POST /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    List<Future<String>> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(send(request));
    }
    int accepted = 0;
    for (Future<String> answer : all) {
      accepted += ServerUnderTest.await(answer).contains(" 204 ") ? 1 : 0;
    }
    assertEquals(1, accepted);
  }

  private String said(String bytes) throws Exception {
    return ServerUnderTest.await(send(bytes));
  }

  /** All that the server said until it closed the connection. */
  private Future<String> send(String bytes) {
    return connect()
        .compose(socket -> {
          Promise<String> said = Promise.promise();
          Buffer heard = Buffer.buffer();
          listen(socket, heard, said);
          socket.write(bytes);
          return said.future();
        });
  }

  private static void listen(NetSocket socket, Buffer heard, Promise<String> said) {
    socket.handler(heard::appendBuffer);
    socket.exceptionHandler(e -> said.tryComplete(heard.toString()));
    socket.closeHandler(v -> said.tryComplete(heard.toString()));
  }
}
