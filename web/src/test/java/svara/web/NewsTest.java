package svara.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import svara.engine.id.CallId;
import svara.engine.id.QueueId;
import svara.engine.port.LiveUpdate;
import svara.engine.queue.Caller;

@Timeout(60)
class NewsTest {
  private static final Instant MORNING = Instant.parse("2026-03-10T08:00:00Z");

  @TempDir Path folder;
  private ServerUnderTest server;
  private QueueId helpdesk;
  private final List<Listener> listeners = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    server = ServerUnderTest.start(folder, MORNING, NewsTest::small);
    helpdesk = server.engine().queue("helpdesk", "Helpdesk", "100", "tek1", "tek2");
  }

  /** Small limits, so that they are met. */
  private static WebSettings small(WebSettings s) {
    return new WebSettings(
        s.door(),
        s.zone(),
        s.bodyBytesMax(),
        s.mailBytesMax(),
        Duration.ofSeconds(3),
        s.headerBytesMax(),
        s.answerTimeout(),
        s.connectionsMax(),
        3,
        10,
        20,
        Duration.ofMillis(200),
        s.sessionIdle(),
        s.sessionMax(),
        s.openId());
  }

  @AfterEach
  void stop() throws Exception {
    listeners.forEach(Listener::close);
    server.close();
  }

  private Listener listen(Map<String, String> headers) throws Exception {
    Listener listener = Listener.open(server, headers);
    listeners.add(listener);
    return listener;
  }

  @Test
  void aCallIsHeardOfFromOfferToEnd() throws Exception {
    Listener listener = listen(Map.of());
    assertEquals("text/event-stream", listener.type());
    assertEquals("hello", listener.news().name());
    Caller caller = server.engine().offer(helpdesk, "A", "+46701740605");
    server.engine().answer(helpdesk, caller, server.engine().busy(helpdesk));
    server.engine().end(helpdesk, caller);
    List<String> names = new ArrayList<>();
    Listener.Event event;
    do {
      event = listener.news();
      names.add(event.name());
    } while (!event.name().equals("call.ended"));
    assertTrue(
        names.containsAll(List.of("call.offered", "call.ringing", "call.answered")),
        names.toString());
    JsonObject data = new JsonObject(event.data());
    assertEquals("helpdesk", data.getString("queue"));
    assertEquals(caller.call().value(), data.getString("call"));
    assertEquals(caller.ticket().toString(), data.getString("ticket"));
    assertEquals("ANSWERED", data.getString("detail"));
    assertFalse(event.data().contains("+46701740605"), "news carry no caller's number");
  }

  @Test
  void signsOfLifeComeByThemselvesAndKeepTheConnection() throws Exception {
    Listener listener = listen(Map.of());
    listener.next();
    // Longer than the idle time-out of three seconds
    for (int i = 0; i < 20; i++) {
      assertEquals("heartbeat", listener.next().name());
    }
  }

  @Test
  void whoComesBackGetsWhatWasMissed() throws Exception {
    Listener first = listen(Map.of());
    first.news();
    publish("one");
    String seen = first.news().id();
    publish("two");
    publish("three");
    Listener back = listen(Map.of("Last-Event-ID", seen));
    assertEquals("two", detail(back.news()));
    assertEquals("three", detail(back.news()));
    publish("four");
    assertEquals("four", detail(back.news()));
  }

  @Test
  void whoComesBackUnknownOrTooLateIsToldToReadAnew() throws Exception {
    Listener first = listen(Map.of());
    String start = first.news().id();
    String ahead = start.substring(0, start.indexOf('-')) + "-99";
    for (String id : List.of("00000000-0", "nonsense", "", ahead)) {
      Listener back = listen(Map.of("Last-Event-ID", id));
      assertEquals("reset", back.news().name(), id);
      back.close();
      gone(2);
    }
    for (int i = 0; i < 11; i++) {
      publish("news " + i);
    }
    assertEquals("reset", listen(Map.of("Last-Event-ID", start)).news().name());
  }

  @Test
  void noMoreListenersThanMayBe() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertEquals(200, listen(Map.of()).status());
    }
    Listener refused = listen(Map.of());
    assertEquals(503, refused.status());
    assertEquals("application/problem+json", refused.type());
    listeners.removeFirst().close();
    gone(3);
    assertEquals(200, listen(Map.of()).status());
  }

  /** Waits until there are fewer readers than so many. */
  private void gone(int readers) {
    while (Stream.of(server.get("/metrics").text().split("\n"))
        .noneMatch(line ->
            line.matches("svara_news_readers \\d+")
                && Integer.parseInt(line.substring(line.indexOf(' ') + 1)) < readers)) {
      // asked again; the test's own time limit ends it
    }
  }

  @Test
  void aReaderWhoIsTooSlowIsCutOffAndTheOthersHearOn() throws Exception {
    Listener slow = listen(Map.of());
    Listener quick = listen(Map.of());
    slow.news();
    quick.news();
    slow.stopReading();
    String words = "x".repeat(64 * 1024);
    String dropped = "svara_news_readers_dropped_total 1\n";
    int sent = 0;
    while (!server.get("/metrics").text().contains(dropped)) {
      for (int i = 0; i < 5; i++) {
        publish(words);
        assertEquals(words, detail(quick.news()));
        sent++;
      }
    }
    assertTrue(sent < 2_000, "news until the slow reader was cut off: " + sent);
    slow.readOn();
    Listener.Event last = slow.next();
    while (!last.equals(Listener.Event.END)) {
      last = slow.next();
    }
    publish("still here");
    assertEquals("still here", detail(quick.news()));
  }

  @Test
  void closingTheServerEndsTheStreams() throws Exception {
    Listener listener = listen(Map.of());
    listener.news();
    server.closeServer();
    Listener.Event last = listener.next();
    while (!last.equals(Listener.Event.END)) {
      last = listener.next();
    }
  }

  private static String detail(Listener.Event event) {
    return new JsonObject(event.data()).getString("detail");
  }

  private void publish(String detail) {
    server
        .engine()
        .publish(
            new LiveUpdate(
                "call.offered", MORNING, helpdesk, new CallId("c"), null, null, null, detail));
  }
}
