package svara.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import svara.engine.id.QueueId;
import svara.engine.queue.Caller;
import svara.web.ServerUnderTest.Answer;

@Timeout(60)
class WhatIfApiTest {
  private static final Instant MORNING = Instant.parse("2026-03-10T08:00:00Z");
  private static final JsonObject DAY =
      new JsonObject()
          .put("queue", "helpdesk")
          .put("from", "2026-03-10T00:00:00Z")
          .put("to", "2026-03-11T00:00:00Z");

  @TempDir Path folder;
  private ServerUnderTest server;
  private EngineInMemory engine;
  private QueueId helpdesk;

  @BeforeEach
  void start() throws Exception {
    server = ServerUnderTest.start(folder, MORNING);
    engine = server.engine();
    helpdesk = engine.queue("helpdesk", "Helpdesk", "08-465 004 00", "tek1", "tek2", "tek3");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void onePlaceMoreWouldHaveTakenInTheOneWhoMetAFullLine() {
    aFullLine();
    JsonObject was = answered(DAY.copy());
    assertEquals(3, was.getInteger("calls"));
    assertEquals(0, was.getInteger("unlike"));
    assertEquals(1.0, figure(was, "metFull").getDouble("happened"));
    assertEquals(1.0, figure(was, "metFull").getDouble("mean"));
    assertEquals(1, was.getJsonObject("inForce").getInteger("waitingMax"));
    assertTrue(was.getJsonObject("formula").getDouble("turnedAwayRate") > 0);
    assertEquals(4, was.getJsonArray("cannotKnow").size());

    JsonObject roomy =
        answered(DAY.copy().put("limits", new JsonObject().put("waitingMax", 2)).put("seeds", 3));
    assertEquals(0.0, figure(roomy, "metFull").getDouble("high"));
    assertEquals(1.0, figure(roomy, "metFull").getDouble("happened"));
    assertEquals(3, roomy.getInteger("seeds"));
    assertEquals(2, roomy.getJsonObject("limits").getInteger("waitingMax"));
  }

  @Test
  void otherHoursCloseTheLine() {
    aFullLine();
    JsonObject hours = new JsonObject().put("opens", "12:00").put("closes", "13:00");
    JsonObject closed = answered(DAY.copy().put("limits", new JsonObject().put("hours", hours)));
    assertEquals(0.0, figure(closed, "answered").getDouble("high"));
  }

  @Test
  void withoutAnAnsweredCallItSaysWhyItCanNotTell() {
    engine.end(helpdesk, engine.offer(helpdesk, "A", "+46701740605"));
    JsonObject failed = asked(DAY.copy());
    assertEquals("failed", failed.getString("state"));
    assertTrue(failed.getString("reason").contains("no answered call"), failed::encode);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'queue':'helpdesk','from':'2026-03-10T00:00:00Z','to':'soon'}",
        "{'queue':'helpdesk','from':'2026-03-10T00:00:00Z','to':'2026-03-10T00:00:00Z'}",
        "{'queue':'helpdesk','from':'2020-03-10T00:00:00Z','to':'2026-03-10T00:00:00Z'}",
        "{'queue':'helpdesk','from':'2026-03-10T00:00:00Z','to':'2026-03-11T00:00:00Z','seeds':101}",
        "{'queue':'helpdesk','from':'2026-03-10T00:00:00Z','to':'2026-03-11T00:00:00Z','limits':{'hours':{'opens':'12:00','closes':'11:00'}}}"
      })
  void aQuestionWithoutSenseIsRefused(String body) {
    Answer answer = server.post("/api/v1/what-if", new JsonObject(body.replace('\'', '"')));
    assertEquals(400, answer.status());
  }

  @Test
  void whatNobodyAskedAndALineThatIsNotThereAreNotFound() {
    assertEquals(404, server.get("/api/v1/what-if/none").status());
    assertEquals(404, server.post("/api/v1/what-if", DAY.copy().put("queue", "none")).status());
  }

  private void aFullLine() {
    Caller first = engine.offer(helpdesk, "A", "+46701740605");
    server.pass(Duration.ofSeconds(10));
    engine.answer(helpdesk, first, "tek1");
    server.pass(Duration.ofSeconds(2));
    Caller second = engine.offer(helpdesk, "B", "+46701740606");
    server.pass(Duration.ofSeconds(2));
    Caller third = engine.offer(helpdesk, "C", "+46701740607");
    server.pass(Duration.ofSeconds(5));
    engine.end(helpdesk, third);
    server.pass(Duration.ofSeconds(60));
    engine.end(helpdesk, first);
    engine.release(helpdesk, first, "tek1");
    server.pass(Duration.ofSeconds(5));
    engine.answer(helpdesk, second, "tek2");
    server.pass(Duration.ofSeconds(60));
    engine.end(helpdesk, second);
    engine.release(helpdesk, second, "tek2");
  }

  private JsonObject answered(JsonObject question) {
    JsonObject answer = asked(question);
    assertEquals("done", answer.getString("state"), answer::encode);
    return answer;
  }

  /** The answer, asked for until it is there. */
  private JsonObject asked(JsonObject question) {
    Answer begun = server.post("/api/v1/what-if", question);
    assertEquals(202, begun.status(), () -> begun.json().encode());
    String at = "/api/v1/what-if/" + begun.json().getString("id");
    JsonObject answer = server.get(at).json();
    while (answer.getString("state").equals("running")) {
      answer = server.get(at).json();
    }
    return answer;
  }

  private static JsonObject figure(JsonObject answer, String name) {
    return answer.getJsonObject("figures").getJsonObject(name);
  }
}
