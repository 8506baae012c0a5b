package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import svara.engine.port.Verification;
import svara.telephony.asterisk.AsteriskInstance;
import svara.telephony.asterisk.SipDialog;
import svara.telephony.asterisk.SipDialog.State;
import svara.telephony.asterisk.SipPhone;

/**
 * The product with calls at a real exchange and a mail: a technician is added to its settings while
 * people talk, and its log tells what happened by ids, and nobody's name, number or words.
 */
@Tag("exchange")
@Timeout(value = 400, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class AddedTechnicianIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  /** Who calls and writes and what about, as the log must not have it. */
  private static final List<String> PERSONAL =
      List.of(
          "701740605",
          "701740606",
          "eva lund",
          "eva.lund@example.se",
          "skrivaren drar snett",
          "hemliga rummet",
          "anna berg",
          "anna.berg",
          "ola holm");

  @TempDir Path folder;

  @Test
  void heIsRungWithoutARestartAndNobodyWhoTalksIsCut() throws Exception {
    Path config = folder.resolve("svara.yaml");
    Files.writeString(
        config,
        """
        queues:
          - {name: helpdesk, numbers: [100], talkingMax: 2}
        technicians:
          - {name: Anna Berg, email: anna.berg@example.se, dial: PJSIP/201, queue: helpdesk}
          - {name: Bo Dahl, email: bo.dahl@example.se, dial: PJSIP/202, queue: helpdesk}
          - {name: Eva Lind, email: eva.lind@example.se, dial: PJSIP/203, queue: helpdesk}
        """);
    known();
    try (AsteriskInstance asterisk =
            AsteriskInstance.start(List.of(AsteriskInstance.Queue.oneAndOne("helpdesk", "100")));
        SipPhone outside = new SipPhone("outside", asterisk.sip());
        SipPhone anna = registered("201", asterisk);
        SipPhone added = registered("204", asterisk);
        EngineInAJvm engine = start(config, asterisk)) {
      await("ready", engine::answers);
      String ticket = written(engine);
      SipDialog talks = outside.call("100", "0701740605", "");
      await("one talks", () -> talking(anna) == 1 && talks.media().connected());
      SipDialog waits = outside.call("100", "0701740606", "");
      await("one waits: nobody else has a phone", () -> waits.media().hearsSound(500));
      assertEquals(0, added.calls().size());

      Files.writeString(
          config,
          "  - {name: Ola Holm, email: ola.holm@example.se, dial: PJSIP/204, queue: helpdesk}\n",
          StandardOpenOption.APPEND);

      await("the new technician is rung and talks", () -> talking(added) == 1);
      assertEquals(State.ANSWERED, talks.state(), "who talked talks on");
      assertEquals(1, anna.calls().size());
      assertEquals(1, talking(anna));
      talks.hangUp();
      waits.hangUp();
      await("both are over", () -> talking(anna) == 0 && talking(added) == 0);
      await("and in the books", () -> verified() == 2);
      assertTrue(engine.process().isAlive(), "it was never restarted");
      theLogTellsOfIdsAndOfNobody(engine.written(), ticket);
    }
  }

  /** Somebody who is known calls, and has written a mail. */
  private static void known() throws SQLException {
    try (Connection owner = DATABASE.owner();
        Statement statement = owner.createStatement()) {
      statement.execute(
          """
          with eva as (insert into person (email, name) values ('eva.lund@example.se', 'Eva Lund')
            returning id)
          insert into person_number (number, person_id) select '+46701740605', id from eva
          """);
    }
  }

  /** Hands the engine a mail; the ticket it became. */
  private static String written(EngineInAJvm engine) throws IOException {
    HttpResponse<String> answer =
        RunningEngine.of(engine.data())
            .orElseThrow()
            .send(
                "POST",
                "/api/v1/mail-intake?mailbox=helpdesk",
                "message/rfc822",
                BodyPublishers.ofString(
                    """
                    Message-ID: <log@example.se>\r
                    From: Eva Lund <eva.lund@example.se>\r
                    Subject: Skrivaren drar snett\r
                    \r
                    Den i hemliga rummet.\r
                    """));
    assertEquals(200, answer.statusCode(), answer.body());
    return answer.body().split(" ", 2)[0];
  }

  private static void theLogTellsOfIdsAndOfNobody(String written, String ticket) {
    List<JsonObject> lines =
        written.lines().filter(line -> line.startsWith("{")).map(JsonObject::new).toList();
    assertEquals(List.of(), LogPrivacy.told(written, PERSONAL));
    assertTrue(told(lines, "ticket.opened").contains(ticket), written);
    List<String> offered = told(lines, "call.offered");
    assertEquals(2, offered.size() / 2, "two calls, each with its own id and its ticket's");
    assertTrue(offered.stream().anyMatch(id -> id.matches("20\\d\\d-\\d{6}")), written);
    for (JsonObject ended : named(lines, "call.ended")) {
      assertTrue(offered.contains(of(ended, "call")), written);
      assertTrue(offered.contains(of(ended, "ticket")), written);
    }
    assertEquals(2, named(lines, "call.ended").size());
  }

  private static List<String> told(List<JsonObject> lines, String what) {
    return named(lines, what).stream()
        .flatMap(line -> Stream.of(of(line, "call"), of(line, "ticket")))
        .filter(id -> !id.isEmpty())
        .toList();
  }

  private static List<JsonObject> named(List<JsonObject> lines, String what) {
    return lines.stream().filter(line -> of(line, "what").equals(what)).toList();
  }

  /** A line's value of a key, empty when it has none. */
  private static String of(JsonObject line, String key) {
    return line.getJsonArray("kvpList", new JsonArray()).stream()
        .map(JsonObject.class::cast)
        .filter(pair -> pair.containsKey(key))
        .map(pair -> String.valueOf(pair.getValue(key)))
        .findFirst()
        .orElse("");
  }

  private static long verified() {
    Verification.Report report = DATABASE.stores().verification().verify().await();
    assertTrue(report.well(), () -> report.line() + " " + report.findings());
    return report.calls();
  }

  private static SipPhone registered(String extension, AsteriskInstance asterisk) {
    SipPhone phone = new SipPhone(extension, asterisk.sip());
    phone.register(AsteriskInstance.PHONE_SECRET, true);
    phone.onCall(call -> {
      call.ring();
      phone.later(Duration.ofMillis(100), call::answer);
    });
    return phone;
  }

  private EngineInAJvm start(Path config, AsteriskInstance asterisk) throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("SVARA_HTTP_PORT", "0");
    environment.put("SVARA_LOG_FORMAT", "json");
    environment.put("SVARA_TELEPHONY_AMI_SECRET", AsteriskInstance.AMI_SECRET);
    environment.put("SVARA_TELEPHONY_AMI_PORT", Integer.toString(asterisk.amiPort()));
    environment.put(
        "SVARA_DATABASE_URL",
        "postgresql://127.0.0.1:%d/%s"
            .formatted(DATABASE.address().port(), DATABASE.address().database()));
    environment.put("SVARA_DATABASE_PASSWORD", DATABASE.address().engine().password());
    environment.put("SVARA_DATABASE_OWNERPASSWORD", DATABASE.address().owner().password());
    return EngineInAJvm.start(folder, config, environment);
  }

  private static void await(String what, Callable<Boolean> there) throws Exception {
    Awaited.value(LIMIT, there, () -> what);
  }

  private static long talking(SipPhone phone) {
    return phone.calls().stream().filter(call -> call.state() == State.ANSWERED).count();
  }
}
