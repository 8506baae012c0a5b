package svara.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import svara.engine.id.QueueId;
import svara.engine.queue.Caller;
import svara.web.ServerUnderTest.Answer;

/** What people set for all callers, and technicians beyond being on duty, over HTTP. */
@Timeout(60)
class LineTest {
  private static final Instant MORNING = Instant.parse("2026-11-23T08:00:00Z");

  @TempDir Path folder;
  private ServerUnderTest server;
  private EngineInMemory engine;
  private QueueId helpdesk;

  @BeforeEach
  void start() throws Exception {
    server = ServerUnderTest.start(folder, MORNING);
    engine = server.engine();
    helpdesk = engine.queue("helpdesk", "Helpdesk", "+46846500400", "tek1", "tek2");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private JsonObject queue() {
    return server.get("/api/v1/queues/helpdesk").json();
  }

  private Answer put(String what, JsonObject body) {
    return server.put("/api/v1/queues/helpdesk/" + what, body);
  }

  @Test
  void aQueueIsClosedByHandUntilATimeAndOpenedAgain() {
    String until = MORNING.plus(Duration.ofHours(1)).toString();
    JsonObject close =
        new JsonObject()
            .put("closed", true)
            .put("until", until)
            .put("reason", "möte")
            .put("by", "tek1");
    assertEquals(204, put("closed", close).status());
    assertFalse(queue().getBoolean("open"));
    JsonObject closed = queue().getJsonObject("closedNow");
    assertEquals(until, closed.getString("until"));
    assertEquals("tek1", closed.getString("by"));
    assertEquals("möte", closed.getString("reason"));
    assertEquals(204, put("closed", new JsonObject().put("closed", false)).status());
    assertNull(queue().getJsonObject("closedNow"));
    assertTrue(queue().getBoolean("open"));
    assertEquals(
        204, put("closed", new JsonObject().put("closed", false)).status(), "twice is once");
  }

  @Test
  void aTimeThatIsPastOrNoneIsRefused() {
    assertEquals(
        400, put("closed", new JsonObject().put("closed", true).put("until", "snart")).status());
    assertEquals(
        400,
        put("closed", new JsonObject().put("closed", true).put("until", MORNING.toString()))
            .status());
    assertEquals(400, put("closed", new JsonObject().put("reason", "möte")).status());
    assertEquals(
        404,
        server.put("/api/v1/queues/none/closed", new JsonObject().put("closed", true)).status());
    assertEquals(
        404, put("closed", new JsonObject().put("closed", true).put("by", "nobody")).status());
  }

  @Test
  void theOutageMessageIsTurnedOnAndOff() {
    assertEquals(
        204, put("outage", new JsonObject().put("on", true).put("reason", "Treserva")).status());
    assertEquals("Treserva", queue().getJsonObject("outage").getString("reason"));
    assertEquals(204, put("outage", new JsonObject().put("on", false)).status());
    assertNull(queue().getJsonObject("outage"));
    assertEquals(400, put("outage", new JsonObject().put("on", "yes")).status());
  }

  @Test
  void aWrapUpIsMadeLongerAndCutShort() {
    engine.rules(helpdesk, Duration.ofMinutes(2), false);
    Caller caller = engine.offer(helpdesk, "A", "+46701740605");
    engine.answer(helpdesk, caller, "tek1");
    engine.end(helpdesk, caller);
    engine.release(helpdesk, caller, "tek1");
    assertEquals("wrap_up", technician().getString("state"));
    assertEquals(204, wrapUp(600).status());
    assertEquals(MORNING.plusSeconds(600).toString(), technician().getString("until"));
    assertEquals(204, wrapUp(0).status());
    assertEquals("free", technician().getString("state"));
    assertEquals(409, wrapUp(60).status(), "there is none");
    assertEquals(400, wrapUp(3601).status());
  }

  private Answer wrapUp(int seconds) {
    return server.put(
        "/api/v1/technicians/tek1/wrap-up",
        new JsonObject().put("queue", "helpdesk").put("seconds", seconds));
  }

  private JsonObject technician() {
    return queue().getJsonArray("technicians").getJsonObject(0);
  }

  @Test
  void aWaitingCallerIsTakenOnlyWhereTheSettingsLetOne() {
    engine.answer(helpdesk, engine.offer(helpdesk, "A", "+46701740605"), "tek1");
    Caller waits = engine.offer(helpdesk, "B", "+46701740606");
    assertFalse(queue().getBoolean("takeIt"));
    JsonObject who = new JsonObject().put("technician", "tek2");
    Answer refused = server.post("/api/v1/calls/" + waits.call() + "/take", who);
    assertEquals(409, refused.status());
    assertEquals("not_to_be_taken", refused.json().getString("code"));
    assertEquals(404, server.post("/api/v1/calls/test-99/take", who).status());
    engine.rules(helpdesk, Duration.ZERO, true);
    assertTrue(queue().getBoolean("takeIt"));
    assertEquals(204, server.post("/api/v1/calls/" + waits.call() + "/take", who).status());
    assertEquals("ringing", queue().getJsonArray("active").getJsonObject(1).getString("state"));
  }
}
