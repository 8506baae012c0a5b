package svara.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
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
import org.junit.jupiter.params.provider.CsvSource;
import svara.engine.id.QueueId;
import svara.web.ServerUnderTest.Answer;

/** Promises over HTTP: made by hand, dialled by click, stopped, refused, over. */
@Timeout(60)
class PromisesTest {
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

  @Test
  void aPersonPromisesACallbackOnANewTicket() {
    Answer made = promise("070-174 06 21", new JsonObject().put("name", "Förskolan Solrosen"));
    assertEquals(201, made.status());
    JsonObject promise = made.json();
    assertEquals("+46701740621", promise.getString("number"));
    assertEquals("Förskolan Solrosen", promise.getJsonObject("caller").getString("name"));
    assertEquals(0, promise.getInteger("attempts"));
    assertTrue(Instant.parse(promise.getString("promisedBy")).isAfter(MORNING));
    assertEquals(200, server.get("/api/v1/tickets/" + promise.getString("ticket")).status());
    assertEquals(promise.getString("id"), only("/api/v1/callbacks").getString("id"));
  }

  @Test
  void aPromiseIsMadeOnTheTicketItIsAboutByWhoeverMakesIt() {
    String ticket =
        server
            .post("/api/v1/tickets", new JsonObject().put("subject", "Skrivaren"))
            .json()
            .getString("number");
    JsonObject more = new JsonObject().put("ticket", ticket).put("by", "tek1");
    assertEquals(ticket, promise("0701740621", more).json().getString("ticket"));
    assertEquals(
        "unknown_ticket",
        promise("0701740622", new JsonObject().put("ticket", "2026-999999"))
            .json()
            .getString("code"));
    assertEquals(
        "unknown_technician",
        promise("0701740622", new JsonObject().put("by", "nobody")).json().getString("code"));
  }

  @ParameterizedTest
  @CsvSource({
    "112, number_emergency_or_short",
    "0939 123 45 67, number_not_allowed",
    "+45 20 12 34 56, number_not_allowed",
    "abc, number_malformed",
    "anonymous, number_not_usable",
    "8300, number_not_internal"
  })
  void aNumberThatIsNeverCalledIsRefusedWithTheReason(String number, String code) {
    Answer refused = promise(number, new JsonObject());
    assertEquals(422, refused.status(), refused.text());
    assertEquals(code, refused.json().getString("code"));
    assertFalse(refused.json().getString("detail").isBlank());
    assertEquals(0, items("/api/v1/callbacks").size());
    assertEquals(0, items("/api/v1/tickets").size());
  }

  @Test
  void aNumberIsOwedOneCallbackAtMost() {
    promise("0701740621", new JsonObject());
    Answer again = promise("+46 70 174 06 21", new JsonObject());
    assertEquals(409, again.status());
    assertEquals("already_promised", again.json().getString("code"));
    assertEquals(1, items("/api/v1/callbacks").size());
  }

  @Test
  void aClickRingsTheTechnicianForThePromise() {
    engine.pause(helpdesk, "tek1", "lunch");
    engine.pause(helpdesk, "tek2", "lunch");
    String id = promise("0701740621", new JsonObject()).json().getString("id");
    assertEquals(1, items("/api/v1/callbacks?state=due").size());
    JsonObject who = new JsonObject().put("technician", "tek2");
    assertEquals(204, server.post("/api/v1/callbacks/" + id + "/dial", who).status());
    JsonObject offered = only("/api/v1/callbacks?state=offered");
    assertEquals("tek2", offered.getString("technician"));
    Answer taken = server.post("/api/v1/callbacks/" + id + "/dial", who);
    assertEquals("callback_under_way", taken.json().getString("code"));
    Answer nobody =
        server.post(
            "/api/v1/callbacks/" + id + "/dial", new JsonObject().put("technician", "nobody"));
    assertNotEquals(204, nobody.status());
    assertEquals(
        404, server.post("/api/v1/callbacks/cb-none/dial", who).status(), "no such promise");
  }

  @Test
  void theStopSwitchStopsAllDiallingUntilItIsAllowedAgain() {
    JsonObject stop = new JsonObject().put("stopped", true).put("reason", "misuse");
    assertEquals(204, server.put("/api/v1/dialling", stop).status());
    assertEquals(204, server.put("/api/v1/dialling", stop).status(), "twice is once");
    assertTrue(server.get("/api/v1/queues/helpdesk").json().getBoolean("diallingStopped"));
    String id = promise("0701740621", new JsonObject()).json().getString("id");
    Answer refused =
        server.post(
            "/api/v1/callbacks/" + id + "/dial", new JsonObject().put("technician", "tek1"));
    assertEquals("dialling_stopped", refused.json().getString("code"));
    assertEquals(0, items("/api/v1/callbacks?state=offered").size());
    JsonObject allow = new JsonObject().put("stopped", false).put("queue", "helpdesk");
    assertEquals(204, server.put("/api/v1/dialling", allow).status());
    assertEquals(1, items("/api/v1/callbacks?state=offered").size(), "the promise is kept again");
    assertEquals(
        "unknown_queue",
        server.put("/api/v1/dialling", allow.put("queue", "none")).json().getString("code"));
  }

  @Test
  void whatEndedSaysHowByWhomAndWhy() {
    engine.pause(helpdesk, "tek1", "lunch");
    engine.pause(helpdesk, "tek2", "lunch");
    String done = promise("0701740621", new JsonObject()).json().getString("id");
    String back = promise("0701740622", new JsonObject()).json().getString("id");
    server.post(
        "/api/v1/callbacks/" + done + "/done",
        new JsonObject().put("by", "tek1").put("note", "Löst i mobilen"));
    server.post("/api/v1/callbacks/" + back + "/withdraw", new JsonObject().put("note", "Löst"));
    JsonObject ended = only("/api/v1/callbacks?state=done");
    assertEquals("tek1", ended.getString("endedBy"));
    assertEquals("Löst i mobilen", ended.getString("note"));
    assertEquals(MORNING.toString(), ended.getString("endedAt"));
    assertFalse(ended.getBoolean("work"));
    assertEquals("api", only("/api/v1/callbacks?state=withdrawn").getString("endedBy"));
    assertEquals(0, items("/api/v1/callbacks").size());
    assertEquals(
        "unknown_technician",
        server
            .post(
                "/api/v1/callbacks/"
                    + promise("0701740623", new JsonObject()).json().getString("id")
                    + "/done",
                new JsonObject().put("by", "nobody"))
            .json()
            .getString("code"));
  }

  @Test
  void anExpiredPromiseIsWorkForPeople() {
    engine.pause(helpdesk, "tek1", "lunch");
    engine.pause(helpdesk, "tek2", "lunch");
    promise("0701740621", new JsonObject());
    server.pass(Duration.ofDays(9));
    engine.passTime(helpdesk);
    JsonObject expired = only("/api/v1/callbacks?state=expired");
    assertTrue(expired.getBoolean("work"));
    assertNull(expired.getInteger("turn"));
    assertEquals(1, items("/api/v1/tickets?toCallBack=true").size());
  }

  @Test
  void aRefusedPromiseIsShownWithItsReason() {
    engine.pause(helpdesk, "tek1", "lunch");
    engine.pause(helpdesk, "tek2", "lunch");
    for (int i = 0; i < 10; i++) {
      promise("070174062" + i, new JsonObject());
    }
    engine.offer(helpdesk, "A", "+46701740605");
    engine.offer(helpdesk, "B", "+46701740606");
    JsonObject refused = only("/api/v1/callbacks/refusals");
    assertEquals("callbacks_full", refused.getString("reason"));
    assertEquals("promise", refused.getString("what"));
    assertEquals(0, items("/api/v1/callbacks/refusals?from=" + MORNING.plusSeconds(60)).size());
  }

  @ParameterizedTest
  @CsvSource({"state=none", "limit=0", "limit=201", "queue=A+B"})
  void aWrongQuestionIsRefused(String query) {
    assertEquals(400, server.get("/api/v1/callbacks?" + query).status());
  }

  @Test
  void aWrongOrderIsRefused() {
    assertEquals(400, promise("", new JsonObject()).status());
    assertEquals(400, promise("0701740621", new JsonObject().put("priority", "high")).status());
    assertEquals(
        400, server.put("/api/v1/dialling", new JsonObject().put("stopped", "yes")).status());
    assertEquals(400, server.post("/api/v1/callbacks/cb-1/dial", new JsonObject()).status());
    assertEquals(
        404,
        server
            .post(
                "/api/v1/callbacks",
                new JsonObject().put("queue", "none").put("number", "0701740621"))
            .status());
  }

  private Answer promise(String number, JsonObject more) {
    return server.post(
        "/api/v1/callbacks",
        new JsonObject().put("queue", "helpdesk").put("number", number).mergeIn(more));
  }

  private JsonArray items(String path) {
    return server.get(path).json().getJsonArray("items");
  }

  private JsonObject only(String path) {
    JsonArray items = items(path);
    assertEquals(1, items.size(), items::encode);
    return items.getJsonObject(0);
  }
}
