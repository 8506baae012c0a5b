package svara.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import svara.engine.id.QueueId;
import svara.engine.id.TicketNumber;
import svara.engine.port.FigureStore;
import svara.engine.port.Health;
import svara.engine.port.StoreException;
import svara.engine.port.TicketFiles.TicketFile;
import svara.engine.queue.Caller;
import svara.web.ServerUnderTest.Answer;

@Timeout(60)
class ApiTest {
  private static final Instant MORNING = Instant.parse("2026-03-10T08:00:00Z");

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
  void aQueueShowsWhoTalksWhoWaitsAndWhoIsOwedACallback() {
    Caller first =
        engine.offer(helpdesk, "Ekonomikontoret", "Ekonomi", "Raindance", "+46701740605");
    engine.answer(helpdesk, first, "tek1");
    server.pass(Duration.ofSeconds(30));
    engine.offer(helpdesk, "Socialkontoret", "+46701740606");
    Caller third = engine.offer(helpdesk, "Bygglov", "+46701740607");
    engine.press(helpdesk, third, '1');

    JsonObject queue = server.get("/api/v1/queues/helpdesk").json();
    assertTrue(queue.getBoolean("full"));
    JsonObject active = queue.getJsonArray("active").getJsonObject(0);
    assertEquals("talking", active.getString("state"));
    assertEquals("Ekonomikontoret", active.getJsonObject("caller").getString("name"));
    assertEquals("Ekonomi", active.getJsonObject("caller").getString("department"));
    assertEquals("Raindance", active.getString("subject"));
    assertEquals(MORNING.toString(), active.getString("since"));
    JsonObject waiting = queue.getJsonArray("waiting").getJsonObject(0);
    assertEquals(1, waiting.getInteger("position"));
    assertEquals(1, waiting.getInteger("turn"));
    JsonObject promise = queue.getJsonArray("callbacks").getJsonObject(0);
    assertEquals(2, promise.getInteger("turn"));
    assertEquals("+46701740607", promise.getString("number"));
    assertEquals("talking", queue.getJsonArray("technicians").getJsonObject(0).getString("state"));
    assertEquals(1, queue.getJsonObject("limits").getInteger("talkingMax"));
    assertEquals(1, server.get("/api/v1/queues").json().getJsonArray("items").size());
  }

  @Test
  void aPromiseIsTickedOffOnceAndThenUnknown() {
    String id = promise();
    assertEquals(204, server.post("/api/v1/callbacks/" + id + "/done", new JsonObject()).status());
    assertEquals(0, server.get("/api/v1/callbacks").json().getJsonArray("items").size());
    Answer again = server.post("/api/v1/callbacks/" + id + "/done", new JsonObject());
    assertEquals(404, again.status());
    assertEquals("unknown_callback", again.json().getString("code"));
  }

  @Test
  void aPromiseIsTakenBackWithANote() {
    String id = promise();
    JsonObject note = new JsonObject().put("note", "Löste det själv");
    assertEquals(204, server.post("/api/v1/callbacks/" + id + "/withdraw", note).status());
    assertEquals(0, server.get("/api/v1/callbacks").json().getJsonArray("items").size());
  }

  private String promise() {
    engine.answer(helpdesk, engine.offer(helpdesk, "A", "+46701740605"), "tek1");
    engine.offer(helpdesk, "B", "+46701740606");
    engine.press(helpdesk, engine.offer(helpdesk, "C", "+46701740607"), '1');
    return server
        .get("/api/v1/callbacks?queue=helpdesk")
        .json()
        .getJsonArray("items")
        .getJsonObject(0)
        .getString("id");
  }

  @Test
  void aTechnicianIsPausedAndSignedOnAgain() {
    JsonObject pause = duty("paused").put("reason", "lunch");
    assertEquals(204, server.put("/api/v1/technicians/tek2/duty", pause).status());
    JsonObject technician = technician(1);
    assertEquals("paused", technician.getString("state"));
    assertEquals("lunch", technician.getString("reason"));
    assertEquals(204, server.put("/api/v1/technicians/tek2/duty", duty("on")).status());
    assertEquals("free", technician(1).getString("state"));
  }

  @Test
  void anUnknownTechnicianOrQueueIsRefused() {
    Answer nobody = server.put("/api/v1/technicians/nobody/duty", duty("on"));
    assertEquals(404, nobody.status());
    assertEquals("unknown_technician", nobody.json().getString("code"));
    Answer nowhere = server.put("/api/v1/technicians/tek1/duty", duty("on").put("queue", "none"));
    assertEquals("unknown_queue", nowhere.json().getString("code"));
  }

  private static JsonObject duty(String state) {
    return new JsonObject().put("queue", "helpdesk").put("state", state);
  }

  private JsonObject technician(int index) {
    return server
        .get("/api/v1/queues/helpdesk")
        .json()
        .getJsonArray("technicians")
        .getJsonObject(index);
  }

  @Test
  void callsAreReadInPagesTheLastOfferedFirst() {
    for (int i = 0; i < 5; i++) {
      engine.end(helpdesk, engine.offer(helpdesk, "Caller " + i, "+46701740605"));
      server.pass(Duration.ofMinutes(1));
    }
    JsonObject first = server.get("/api/v1/calls?limit=3").json();
    assertEquals(3, first.getJsonArray("items").size());
    assertEquals(
        "Caller 4",
        first.getJsonArray("items").getJsonObject(0).getJsonObject("caller").getString("name"));
    JsonObject second =
        server.get("/api/v1/calls?limit=3&cursor=" + first.getString("next")).json();
    assertEquals(2, second.getJsonArray("items").size());
    assertNull(second.getString("next"));
    String id = second.getJsonArray("items").getJsonObject(1).getString("id");
    assertEquals("helpdesk", server.get("/api/v1/calls/" + id).json().getString("queue"));
    assertEquals("unknown_call", server.get("/api/v1/calls/none").json().getString("code"));
    assertEquals(
        5, server.get("/api/v1/calls?outcome=ABANDONED_SHORT").json().getJsonArray("items").size());
  }

  @Test
  void aCursorThatNoPageGaveIsRefused() {
    Answer answer = server.get("/api/v1/calls?cursor=made-up");
    assertEquals(400, answer.status());
    assertEquals("The cursor is not one that a page gave.", answer.json().getString("detail"));
  }

  @Test
  void aTicketIsOpenedReadChangedAndNotedUpon() {
    Answer opened =
        server.post(
            "/api/v1/tickets",
            new JsonObject().put("subject", "  Skrivaren  ").put("description", "Tom på svart"));
    assertEquals(201, opened.status());
    String number = opened.json().getString("number");
    assertEquals("/api/v1/tickets/" + number, opened.header("Location"));
    assertEquals("Skrivaren", opened.json().getString("subject"));

    Answer note =
        server.post(
            "/api/v1/tickets/" + number + "/messages",
            new JsonObject().put("kind", "note").put("text", "Bytt patron"));
    assertEquals(201, note.status());
    JsonObject change =
        new JsonObject().put("status", "solved").put("assignee", "tek1").put("version", 1);
    Answer changed = server.patch("/api/v1/tickets/" + number, change);
    assertEquals("solved", changed.json().getString("status"));
    assertEquals("tek1", changed.json().getString("assignee"));
    assertEquals(
        "changed_meanwhile",
        server.patch("/api/v1/tickets/" + number, change).json().getString("code"));
    Answer nobody = server.patch("/api/v1/tickets/" + number, new JsonObject().putNull("assignee"));
    assertNull(nobody.json().getString("assignee"));

    JsonObject ticket = server.get("/api/v1/tickets/" + number).json();
    assertEquals(2, ticket.getJsonArray("timeline").size());
    assertEquals(1, items("/api/v1/tickets?status=new,solved&kind=ordinary"));
    assertEquals(0, items("/api/v1/tickets?status=new"));
    assertEquals(0, items("/api/v1/tickets?assignee=tek1"));
  }

  @Test
  void whoCalledInVainIsInTheListToCallBackWhateverKindHisTicketIs() {
    Caller caller = engine.offer(helpdesk, "A", "+46701740605");
    assertEquals(0, items("/api/v1/tickets?toCallBack=true"));
    engine.calledInVain(caller.ticket());
    Answer list = server.get("/api/v1/tickets?toCallBack=true");
    JsonObject row = list.json().getJsonArray("items").getJsonObject(0);
    assertEquals("ordinary", row.getString("kind"));
    assertTrue(row.getBoolean("toCallBack"));
    assertEquals(0, items("/api/v1/tickets?toCallBack=false"));
    assertEquals(400, server.get("/api/v1/tickets?toCallBack=perhaps").status());
  }

  @Test
  void aVoiceMessageIsHeardByThoseWhoSeeItsTicketWholeOrInParts() {
    Caller caller = engine.offer(helpdesk, "A", "+46701740605");
    engine.attach(caller.ticket(), 7, Buffer.buffer("0123456789"));
    String path = "/api/v1/tickets/" + caller.ticket() + "/attachments/7";
    Answer all = server.get(path);
    assertEquals(200, all.status());
    assertEquals("0123456789", all.text());
    assertEquals("audio/wav", all.header("Content-Type"));
    assertEquals("nosniff", all.header("X-Content-Type-Options"));
    assertEquals(
        "inline; filename=\"" + caller.ticket() + "-7.wav\"", all.header("Content-Disposition"));
    assertEquals("bytes", all.header("Accept-Ranges"));

    assertEquals(401, server.anonymous("GET", path).status());
    Answer none = server.get("/api/v1/tickets/" + caller.ticket() + "/attachments/8");
    assertEquals("unknown_attachment", none.json().getString("code"));
    assertEquals(404, server.get("/api/v1/tickets/2026-999999/attachments/7").status());
    for (String id : List.of("0", "-1", "7.wav", "..%2F7", "9".repeat(30))) {
      String bad = "/api/v1/tickets/" + caller.ticket() + "/attachments/" + id;
      assertTrue(List.of(400, 404).contains(server.get(bad).status()), id);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=2-4, 206, 234, bytes 2-4/10",
    "bytes=7-, 206, 789, bytes 7-9/10",
    "bytes=-3, 206, 789, bytes 7-9/10",
    "bytes=-30, 206, 0123456789, bytes 0-9/10",
    "bytes=0-99, 206, 0123456789, bytes 0-9/10",
    "bytes=-, 200, 0123456789, ",
    "'bytes=0-1,4-5', 200, 0123456789, ",
    "lines=1-2, 200, 0123456789, "
  })
  void aPlayerThatAsksForAPartGetsThatPart(
      String range, int status, String part, String contentRange) {
    Caller caller = engine.offer(helpdesk, "A", "+46701740605");
    engine.attach(caller.ticket(), 7, Buffer.buffer("0123456789"));
    Answer answer = ranged(caller, range);
    assertEquals(status, answer.status());
    assertEquals(part, answer.text());
    assertEquals(contentRange, answer.header("Content-Range"));
  }

  @Test
  void aPartThatIsNotThereIsRefused() {
    Caller caller = engine.offer(helpdesk, "A", "+46701740605");
    engine.attach(caller.ticket(), 7, Buffer.buffer("0123456789"));
    for (String range : List.of("bytes=10-", "bytes=5-4", "bytes=-0")) {
      assertEquals(416, ranged(caller, range).status(), range);
    }
  }

  private Answer ranged(Caller caller, String range) {
    return server.send(
        "GET",
        "/api/v1/tickets/" + caller.ticket() + "/attachments/7",
        null,
        Map.of("Authorization", "Bearer " + server.token(), "Range", range));
  }

  @Test
  void aReplyWaitsToBeSentWhereThereIsAnAddress() {
    String path = "/api/v1/tickets/" + opened("eva.lund@example.se") + "/messages";
    JsonObject reply = new JsonObject().put("kind", "reply").put("text", "Hej Eva");
    Answer answer = server.post(path, reply);
    assertEquals(201, answer.status());
    assertEquals("reply", answer.json().getString("kind"));
    assertEquals("eva.lund@example.se", answer.json().getJsonObject("facts").getString("to"));
    Answer nobody = server.post("/api/v1/tickets/" + opened(null) + "/messages", reply);
    assertEquals(409, nobody.status());
    assertEquals("no_address", nobody.json().getString("code"));
  }

  @Test
  void aChangeMadeOnAnOlderStateIsRefusedByItsTag() {
    String path = "/api/v1/tickets/" + opened(null);
    String tag = server.get(path).header("ETag");
    assertEquals("\"1\"", tag);
    Answer first = server.patchIf(path, new JsonObject().put("status", "open"), tag);
    assertEquals(200, first.status());
    assertEquals("\"2\"", first.header("ETag"));
    Answer second = server.patchIf(path, new JsonObject().put("status", "solved"), tag);
    assertEquals(412, second.status());
    assertEquals("changed_meanwhile", second.json().getString("code"));
    assertEquals("open", server.get(path).json().getString("status"));
    assertEquals(
        412, server.patchIf(path, new JsonObject().put("status", "solved"), "\"no tag\"").status());
    assertEquals(200, server.patchIf(path, new JsonObject().put("status", "solved"), "*").status());
  }

  @Test
  void aFileIsSavedUnderItsOwnNameAndCanDoNothingInABrowser() {
    TicketNumber ticket = TicketNumber.parse(opened(null)).orElseThrow();
    engine.bring(
        ticket, new TicketFile("räkning \"1\".html", "text/html", Buffer.buffer("<p>hej")));
    engine.bring(ticket, new TicketFile("x", "text/html\r\nX: y", Buffer.buffer("hej")));
    String path = "/api/v1/tickets/" + ticket;
    JsonObject row = server.get(path).json().getJsonArray("files").getJsonObject(0);
    assertEquals(path + "/files/1", row.getString("path"));
    assertEquals(6, row.getInteger("sizeBytes"));

    Answer file = server.get(row.getString("path"));
    assertEquals("<p>hej", file.text());
    assertEquals(
        "attachment; filename=\"r_kning _1_.html\"; filename*=UTF-8''r%C3%A4kning%20%221%22.html",
        file.header("Content-Disposition"));
    assertEquals("nosniff", file.header("X-Content-Type-Options"));
    assertEquals("default-src 'none'; sandbox", file.header("Content-Security-Policy"));
    assertEquals("application/octet-stream", server.get(path + "/files/2").header("Content-Type"));
    assertEquals(404, server.get(path + "/files/3").status());
    assertEquals(404, server.get("/api/v1/tickets/2026-999999/files/1").status());

    Answer page = server.get(path + "/mails/1/page");
    assertEquals("text/html; charset=utf-8", page.header("Content-Type"));
    assertTrue(
        page.header("Content-Security-Policy").startsWith("default-src 'none'; img-src data:"));
    assertTrue(page.header("Content-Security-Policy").endsWith("; sandbox"));
    assertEquals("<p>hej", server.get(path + "/mails/1").text());
  }

  @Test
  void aMailIsMovedToATicketOfItsOwnUnlessTheTicketBeganWithIt() {
    String path = "/api/v1/tickets/" + opened("eva.lund@example.se");
    server.post(path + "/messages", new JsonObject().put("kind", "note").put("text", "Hej"));
    Answer moved = server.post(path + "/mails/2/split", new JsonObject());
    assertEquals(201, moved.status());
    assertEquals("/api/v1/tickets/" + moved.json().getString("ticket"), moved.header("Location"));
    Answer first = server.post(path + "/mails/1/split", new JsonObject());
    assertEquals(409, first.status());
    assertEquals("not_to_split", first.json().getString("code"));
  }

  @Test
  void aMailThatWasNotTakenIsTriedOnceMoreAndOneThatWasSentIsNot() {
    TicketNumber ticket = TicketNumber.parse(opened(null)).orElseThrow();
    engine.mails().write(ticket, "eva.lund@example.se", "refused");
    engine.mails().write(ticket, "bo.ek@example.se", "sent");
    assertEquals(2, items("/api/v1/mail/outbox"));
    assertEquals(1, items("/api/v1/mail/outbox?state=refused"));
    assertEquals("1", server.get("/api/v1/mail/outbox?limit=1").json().getString("next"));
    assertEquals(400, server.get("/api/v1/mail/outbox?state=lost").status());
    assertEquals(400, server.get("/api/v1/mail/outbox?cursor=lost").status());
    assertEquals(1, server.get("/api/v1/mail").json().getInteger("refused"));
    assertEquals(200, server.post("/api/v1/mail/outbox/1/again", new JsonObject()).status());
    assertEquals(0, items("/api/v1/mail/outbox?state=refused"));
    Answer sent = server.post("/api/v1/mail/outbox/2/again", new JsonObject());
    assertEquals(409, sent.status());
    assertEquals("not_to_send", sent.json().getString("code"));
  }

  @Test
  void aKeptMailIsSavedAsItCameReadAgainOrMadeATicket() {
    engine.mails().keep(Buffer.buffer("From: robot\r\n\r\nborta"));
    assertEquals(1, items("/api/v1/mail/kept"));
    assertEquals(0, items("/api/v1/mail/kept?blocked=true"));
    assertEquals("From: robot\r\n\r\nborta", server.get("/api/v1/mail/kept/1").text());
    assertTrue(
        server.get("/api/v1/mail/kept/1").header("Content-Disposition").startsWith("attachment"));
    String again = "/api/v1/mail/kept/1/again";
    assertEquals("kept", server.post(again, new JsonObject()).json().getString("fate"));
    Answer made = server.post(again, new JsonObject().put("asTicket", true));
    assertEquals("created", made.json().getString("fate"));
    assertEquals(409, server.post(again, new JsonObject()).status());
    assertEquals(404, server.get("/api/v1/mail/kept/1").status());
  }

  @Test
  void aPersonWritesFromMoreAddressesThanOne() {
    String path = "/api/v1/people/1/addresses";
    Answer told = server.post(path, new JsonObject().put("address", "Eva@example.ORG"));
    assertEquals(
        new JsonArray().add("eva.lund@example.se").add("eva@example.org"),
        told.json().getJsonArray("addresses"));
    assertEquals("Kultur", server.get("/api/v1/people/1").json().getString("department"));
    assertEquals(404, server.get("/api/v1/people/1001").status());
    assertEquals(400, server.post(path, new JsonObject().put("address", "nobody")).status());
  }

  @Test
  void ticketsAreFoundByWords() {
    opened(null);
    assertEquals(1, items("/api/v1/tickets?q=Skrivaren"));
    assertEquals(0, items("/api/v1/tickets?q=Bildskärmen"));
    assertEquals(400, server.get("/api/v1/tickets?q=" + "x".repeat(201)).status());
  }

  private String opened(String requester) {
    JsonObject ticket = new JsonObject().put("subject", "Skrivaren");
    if (requester != null) {
      ticket.put("requesterEmail", requester);
    }
    return server.post("/api/v1/tickets", ticket).json().getString("number");
  }

  private int items(String path) {
    return server.get(path).json().getJsonArray("items").size();
  }

  @Test
  void aTicketThatDoesNotExistIsUnknownWhateverOneDoes() {
    for (String number : List.of("2026-000999", "0000-000000")) {
      String path = "/api/v1/tickets/" + number;
      assertEquals("unknown_ticket", server.get(path).json().getString("code"));
      assertEquals(
          "unknown_ticket",
          server.patch(path, new JsonObject().put("status", "open")).json().getString("code"));
      assertEquals(
          "unknown_ticket",
          server
              .post(path + "/messages", new JsonObject().put("kind", "note").put("text", "x"))
              .json()
              .getString("code"));
    }
  }

  @Test
  void figuresOfTodayAddUp() {
    Caller first = engine.offer(helpdesk, "A", "+46701740605");
    server.pass(Duration.ofSeconds(10));
    engine.answer(helpdesk, first, "tek1");
    engine.offer(helpdesk, "B", "+46701740606");
    server.pass(Duration.ofSeconds(2));
    Caller third = engine.offer(helpdesk, "C", "+46701740607");
    engine.press(helpdesk, third, '1');
    engine.end(helpdesk, third);
    server.pass(Duration.ofSeconds(60));
    engine.end(helpdesk, first);
    engine.release(helpdesk, first, "tek1");

    JsonObject figures = server.get("/api/v1/statistics").json();
    assertEquals(3, figures.getInteger("offered"));
    assertEquals(1, figures.getJsonObject("outcomes").getInteger("ANSWERED"));
    assertEquals(1, figures.getJsonObject("outcomes").getInteger("CALLBACK_PROMISED"));
    assertEquals(8, figures.getJsonObject("outcomes").size());
    assertEquals(2, figures.getInteger("outcomesSum"));
    assertEquals(1, figures.getInteger("inProgress"));
    assertTrue(figures.getBoolean("addsUp"));
    assertEquals(0.5, figures.getDouble("answerRate"));
    assertEquals(10.0, figures.getJsonObject("waitAnswered").getDouble("medianSeconds"));
    assertEquals("Europe/Stockholm", figures.getString("zone"));
    assertEquals("2026-03-09T23:00:00Z", figures.getString("from"));
  }

  @Test
  void aCallThatNoQueueHoldsAndThatNeverEndedIsSeenInTheSum() {
    engine.offer(helpdesk, "A", "+46701740605");
    engine.loseFromQueue(helpdesk);
    server.pass(Duration.ofSeconds(30));
    JsonObject figures = server.get("/api/v1/statistics").json();
    assertEquals(1, figures.getInteger("offered"));
    assertEquals(0, figures.getInteger("inProgress"));
    assertFalse(figures.getBoolean("addsUp"));
    assertEquals(1, figures.getJsonArray("missing").size());
    assertEquals(
        "2026-03-10T08:00:00Z",
        figures.getJsonArray("missing").getJsonObject(0).getString("offeredAt"));
  }

  @Test
  void anHourThatIsKeptOtherwiseThanItsCallsSayIsTold() {
    assertEquals(0, server.get("/api/v1/statistics").json().getJsonArray("mismatches").size());
    engine.mismatch(new FigureStore.Mismatch(helpdesk, MORNING, "ANSWERED", 3, 2));
    JsonArray told = server.get("/api/v1/statistics").json().getJsonArray("mismatches");
    assertEquals(1, told.size());
    assertEquals("ANSWERED", told.getJsonObject(0).getString("what"));
    assertEquals(2, told.getJsonObject(0).getInteger("counted"));
  }

  @Test
  void aCallThatTheJournalHasNotClosedIsSeenInTheSum() {
    engine.end(helpdesk, engine.offer(helpdesk, "A", "+46701740605"));
    assertTrue(server.get("/api/v1/statistics").json().getBoolean("addsUp"));
    server.pass(Duration.ofSeconds(30));
    engine.loseFromJournal();
    JsonObject figures = server.get("/api/v1/statistics").json();
    assertEquals(1, figures.getInteger("offered"));
    assertEquals(0, figures.getInteger("outcomesSum"));
    assertFalse(figures.getBoolean("addsUp"));
  }

  @Test
  void figuresAreCutByHourOrDayOnRequest() {
    engine.end(helpdesk, engine.offer(helpdesk, "A", "+46701740605"));
    JsonObject hours = server.get("/api/v1/statistics?by=hour&queue=helpdesk").json();
    assertEquals(24, hours.getJsonArray("parts").size());
    assertEquals(
        1,
        IntStream.range(0, 24)
            .map(i -> hours.getJsonArray("parts").getJsonObject(i).getInteger("offered"))
            .sum());
    JsonObject days =
        server
            .get(
                "/api/v1/statistics?by=day&from=2026-03-01T00:00:00%2B01:00&to=2026-03-11T00:00:00%2B01:00")
            .json();
    assertEquals(10, days.getJsonArray("parts", new JsonArray()).size(), days::encode);
    assertEquals(
        "unknown_queue", server.get("/api/v1/statistics?queue=none").json().getString("code"));
  }

  @Test
  void figuresComeByHourOfTheWeekWithPromisesAndTheCallsThatMetAFullLineCanBeListed() {
    Caller first = engine.offer(helpdesk, "A", "+46701740605");
    engine.answer(helpdesk, first, "tek1");
    engine.offer(helpdesk, "B", "+46701740606");
    Caller third = engine.offer(helpdesk, "C", "+46701740607");
    engine.press(helpdesk, third, '1');
    engine.end(helpdesk, third);
    JsonObject figures = server.get("/api/v1/statistics?by=weekhour").json();
    assertEquals(1, figures.getJsonObject("promises").getInteger("promised"));
    assertEquals(0.0, figures.getDouble("reachedRate"));
    List<JsonObject> busy =
        figures.getJsonArray("weekHours").stream()
            .map(JsonObject.class::cast)
            .filter(hour -> hour.getInteger("offered") > 0)
            .toList();
    assertEquals(1, busy.size());
    assertEquals(3, busy.getFirst().getInteger("offered"));
    assertEquals(1, busy.getFirst().getInteger("metFull"));
    assertEquals(1, items("/api/v1/calls?metFull=true"));
    assertEquals(2, items("/api/v1/calls?metFull=false"));
  }

  @Test
  void departmentsAreComparedWithoutShowingSmallGroups() {
    for (int i = 0; i < 6; i++) {
      engine.end(
          helpdesk, engine.offer(helpdesk, "A", "Vård", "Inloggning", "+4670174060" + (5 + i % 5)));
    }
    for (int i = 0; i < 5; i++) {
      engine.end(helpdesk, engine.offer(helpdesk, "B", "Skola", "Skrivare", "+4670174062" + i % 4));
    }
    engine.end(helpdesk, engine.offer(helpdesk, "C", "Arkiv", "Skanner", "+46701740630"));
    engine.end(helpdesk, engine.offer(helpdesk, "D", "+46701740640"));
    JsonObject departments = server.get("/api/v1/statistics/departments").json();
    assertEquals(1, departments.getJsonArray("items").size(), departments::encode);
    assertEquals(
        "Vård", departments.getJsonArray("items").getJsonObject(0).getString("department"));
    assertEquals(6, departments.getInteger("others"));
    assertEquals(1, departments.getInteger("unknown"));
    assertEquals(6, items("/api/v1/calls?department=V%C3%A5rd"));
    assertEquals(6, items("/api/v1/calls?notDepartment=V%C3%A5rd"), "those of the others");
    assertEquals(1, items("/api/v1/calls?notDepartment=V%C3%A5rd&notDepartment=Skola"));
    assertEquals(1, items("/api/v1/calls?department=-"), "of callers whom nobody knows");
    assertEquals(13, server.get("/api/v1/statistics/backlog").json().getInteger("open"));
  }

  @Test
  void groupsOpenTheCallsAndTicketsBehindThem() {
    Caller caller = engine.offer(helpdesk, "A", "Vård", "Inloggning", "+46701740605");
    engine.answer(helpdesk, caller, "tek1");
    engine.end(helpdesk, caller);
    engine.end(helpdesk, engine.offer(helpdesk, "B", "Skola", "Skrivare", "+46701740606"));
    JsonArray groups =
        server.get("/api/v1/statistics/groups?by=channel").json().getJsonArray("groups");
    assertEquals(1, groups.size());
    assertEquals("phone", groups.getJsonObject(0).getString("name"));
    int opened = groups.getJsonObject(0).getJsonObject("tickets").getInteger("opened");
    String behind = "/api/v1/statistics/tickets/behind?figure=opened&by=";
    assertEquals(opened, server.get(behind + "channel&value=phone").json().getInteger("all"));
    assertEquals(0, server.get(behind + "channel&value=mail").json().getInteger("all"));
    assertEquals(1, server.get(behind + "department&value=Skola").json().getInteger("all"));
    assertEquals(1, items("/api/v1/calls?technician=tek1"));
    assertEquals(1, items("/api/v1/calls?technician=-"));
    assertEquals(2, items("/api/v1/calls?system=-&category=-"));
    assertEquals(0, server.get("/api/v1/statistics/mails/behind").json().getInteger("all"));
    assertEquals(
        400, server.get("/api/v1/statistics/mails/behind?fate=odd").status(), "no such figure");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/statistics?from=yesterday",
        "/api/v1/statistics?from=2026-06-31T00:00:00Z",
        "/api/v1/statistics?from=2026-03-10T10:00:00Z&to=2026-03-10T10:00:00Z",
        "/api/v1/statistics?by=minute",
        "/api/v1/statistics?from=2010-01-01T00:00:00Z",
        "/api/v1/statistics?by=hour&from=2026-01-01T00:00:00Z",
        "/api/v1/statistics/departments?from=2026-03-10T10:00:00Z&to=2026-03-10T10:00:00Z",
        "/api/v1/statistics/departments?from=2010-01-01T00:00:00Z",
        "/api/v1/calls?limit=0",
        "/api/v1/calls?limit=1001",
        "/api/v1/calls?limit=x",
        "/api/v1/calls?outcome=answered",
        "/api/v1/calls?queue=NOT%20A%20NAME",
        "/api/v1/tickets?status=odd",
        "/api/v1/tickets?limit=201",
        "/api/v1/tickets/12",
        "/api/v1/queues/UPPER"
      })
  void aWrongRequestIsRefusedWithTheReason(String path) {
    Answer answer = server.get(path);
    assertEquals(400, answer.status());
    assertEquals("application/problem+json", answer.header("Content-Type"));
    assertEquals("invalid_request", answer.json().getString("code"));
    assertNotEquals("Bad Request", answer.json().getString("detail"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"subject\":\"\"}",
        "{\"subject\":\"   \"}",
        "{\"subject\":7}",
        "{\"subject\":\"x\",\"extra\":1}",
        "{\"subject\":\"x\",\"requesterEmail\":\"no address\"}",
        "[]",
        "{"
      })
  void aWrongBodyIsRefused(String body) {
    Answer answer = server.send("POST", "/api/v1/tickets", body, "application/json");
    assertEquals(400, answer.status());
    assertFalse(answer.json().getString("detail").isBlank());
  }

  @Test
  void aBodyThatIsTooLongOrOfAnotherTypeIsRefused() {
    String longText = "x".repeat(1024 * 1024 + 1);
    assertEquals(
        413, server.send("POST", "/api/v1/tickets", longText, "application/json").status());
    assertEquals(400, server.send("POST", "/api/v1/tickets", "subject=x", "text/csv").status());
  }

  @Test
  void anUnknownAddressOrMethodIsAProblemToo() {
    assertEquals("no_such_page", server.get("/api/v1/nothing").json().getString("code"));
    assertEquals(405, server.send("DELETE", "/api/v1/queues", "", "text/plain").status());
  }

  @Test
  void theStoreBeingAwayIsSaidSo() {
    engine.fail(new StoreException(StoreException.Kind.UNAVAILABLE, "secret words"));
    Answer answer = server.get("/api/v1/queues");
    assertEquals(503, answer.status());
    assertEquals("store_unavailable", answer.json().getString("code"));
    assertEquals("2", answer.header("Retry-After"));
    assertFalse(answer.text().contains("secret words"));
  }

  @Test
  void ourOwnFaultSaysNothingOfItself() {
    engine.fail(new IllegalStateException("inner words"));
    Answer answer = server.get("/api/v1/calls");
    assertEquals(500, answer.status());
    assertFalse(answer.text().contains("inner words"));
  }

  @Test
  void aMailBecomesOneLine() {
    Answer taken =
        server.send(
            "POST", "/api/v1/mail-intake?mailbox=helpdesk", "Subject: x\n\nHej", "message/rfc822");
    assertEquals("2026-000001 created\n", taken.text());
    Answer kept = server.send("POST", "/api/v1/mail-intake", "rubbish", "message/rfc822");
    assertEquals("- kept no end of head\n", kept.text());
    assertEquals(415, server.send("POST", "/api/v1/mail-intake", "x", "application/json").status());
    assertEquals(400, server.send("POST", "/api/v1/mail-intake", "", "message/rfc822").status());
  }

  @Test
  void aMailMayBeLongerThanOtherBodies() {
    String mail = "Subject: x\n\n" + "x".repeat(2 * 1024 * 1024);
    assertEquals(200, server.send("POST", "/api/v1/mail-intake", mail, "message/rfc822").status());
  }

  @Test
  void healthIsToldWithoutAToken() {
    assertEquals(200, server.anonymous("GET", "/health/live").status());
    assertEquals("ready", server.anonymous("GET", "/health/ready").json().getString("status"));
    engine.health(
        new Health.Report(false, List.of(new Health.Part("exchange", Health.State.DOWN, MORNING))));
    Answer down = server.anonymous("GET", "/health/ready");
    assertEquals(503, down.status());
    assertEquals("down", down.json().getJsonArray("parts").getJsonObject(0).getString("state"));
  }

  @Test
  void metricsAreInPrometheusForm() {
    engine.end(helpdesk, engine.offer(helpdesk, "A", "+46701740605"));
    Answer answer = server.get("/metrics");
    assertEquals("text/plain; version=0.0.4", answer.header("Content-Type"));
    String text = answer.text();
    assertTrue(
        text.contains("svara_calls_total{queue=\"helpdesk\",outcome=\"ABANDONED_SHORT\"} 1\n"),
        text);
    for (String name :
        List.of("svara_calls_waiting", "svara_calls_active", "svara_callbacks_open")) {
      assertTrue(text.contains(name + "{queue=\"helpdesk\"} 0\n"), name);
    }
    assertTrue(text.contains("\nsvara_invariant_violations_total 0\n"));
    assertTrue(text.contains("\nsvara_reconciliation_differences_total 3\n"));
    assertTrue(text.contains("\nsvara_depth{place=\"calls\"} 2\n"));
    assertTrue(text.contains("\nsvara_depth_limit{place=\"commands\",queue=\"helpdesk\"} 9\n"));
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line ->
            assertTrue(
                line.matches("[a-z_]+(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*})? \\d+"), line));
  }

  @Test
  void theDocumentIsServedInBothForms() {
    JsonObject document = server.get("/openapi.json").json();
    assertEquals("3.1.0", document.getString("openapi"));
    assertTrue(
        document
            .getJsonObject("paths")
            .getJsonObject("/api/v1/mail-intake")
            .getJsonObject("post")
            .getJsonObject("requestBody")
            .getJsonObject("content")
            .containsKey("message/rfc822"));
    assertTrue(server.get("/openapi.yaml").text().contains("openapi: 3.1.0"));
  }
}
