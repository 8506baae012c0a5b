package svara.engine.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import svara.engine.id.CallId;
import svara.engine.id.CallerNumber;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.queue.CallFlags;
import svara.engine.queue.Caller;
import svara.engine.queue.Outcome;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.RingResult;
import svara.engine.queue.Technician.Duty;

class QueueLogTest {
  private static final Instant START = Instant.ofEpochSecond(1_770_000_000);
  private static final TechnicianId ANNA = new TechnicianId("anna");
  private static final CallId CALL = new CallId("svara-1770000000.1");

  private final QueueLog log = new QueueLog(new QueueId("helpdesk"));
  private final List<String> lines = new ArrayList<>();

  @Test
  void aCallThatWaitedAndWasAnsweredIsEnteredConnectedAndCompleted() {
    happen(new QueueEvent.CallOffered(at(0), caller()));
    happen(new QueueEvent.CallQueued(at(0), CALL, 2));
    happen(new QueueEvent.TechnicianRung(at(30), CALL, List.of(ANNA), 1));
    happen(new QueueEvent.RingEnded(at(50), CALL, List.of(ANNA), RingResult.NO_ANSWER, null));
    happen(new QueueEvent.CallQueued(at(50), CALL, 1));
    happen(new QueueEvent.TechnicianRung(at(60), CALL, List.of(ANNA), 2));
    happen(new QueueEvent.CallAnswered(at(64), CALL, ANNA));
    happen(ended(at(184), at(64), Outcome.ANSWERED));
    assertEquals(
        List.of(
            "1770000000|svara-1770000000.1|helpdesk|NONE|ENTERQUEUE|||2",
            "1770000050|svara-1770000000.1|helpdesk|anna|RINGNOANSWER|20000",
            "1770000064|svara-1770000000.1|helpdesk|anna|CONNECT|64||4",
            "1770000184|svara-1770000000.1|helpdesk|anna|COMPLETECALLER|64|120|2"),
        lines);
  }

  @Test
  void whoeverHangsUpFirstIsTold() {
    happen(new QueueEvent.TechnicianRung(at(0), CALL, List.of(ANNA), 1));
    happen(new QueueEvent.CallAnswered(at(5), CALL, ANNA));
    happen(new QueueEvent.TechnicianReleased(at(65), ANNA, CALL, null));
    happen(ended(at(65), at(5), Outcome.ANSWERED));
    assertEquals(
        "1770000065|svara-1770000000.1|helpdesk|anna|COMPLETEAGENT|5|60|1", lines.getLast());
  }

  @Test
  void whoHangsUpWhileWaitingAbandons() {
    happen(new QueueEvent.CallQueued(at(0), CALL, 1));
    happen(ended(at(42), null, Outcome.ABANDONED));
    assertEquals("1770000042|svara-1770000000.1|helpdesk|NONE|ABANDON|1|1|42", lines.getLast());
  }

  @Test
  void whoMetAFullLineWasNeverInTheQueue() {
    happen(new QueueEvent.CallOffered(at(0), caller()));
    happen(new QueueEvent.MetFull(at(0), CALL, QueueEvent.MetFull.Offer.CALL_LATER));
    happen(ended(at(9), null, Outcome.TURNED_AWAY));
    assertEquals(List.of(), lines);
  }

  @Test
  void aReasonCanNotBeginAFieldOrALine() {
    happen(new QueueEvent.DutyChanged(at(1), ANNA, Duty.PAUSED, "lunch|x\n17|forged", "anna"));
    assertEquals(List.of("1770000001|NONE|helpdesk|anna|PAUSE|lunch x 17 forged"), lines);
  }

  /** Field by field as Asterisk's own: as many, and a number where there is a number. */
  @Test
  void everyLineHasTheFieldsOfAsterisksOwn() throws Exception {
    Map<String, String> own = new HashMap<>();
    try (InputStream in = QueueLogTest.class.getResourceAsStream("/queue_log.txt")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> own.put(line.split(" ", 2)[0], shape(line.split(" ", 2)[1])));
    }
    happen(new QueueEvent.TechnicianEnrolled(at(0), ANNA));
    happen(new QueueEvent.CallOffered(at(0), caller()));
    happen(new QueueEvent.CallQueued(at(0), CALL, 1));
    happen(new QueueEvent.TechnicianRung(at(30), CALL, List.of(ANNA), 1));
    happen(new QueueEvent.RingEnded(at(50), CALL, List.of(ANNA), RingResult.NO_ANSWER, null));
    happen(new QueueEvent.TechnicianRung(at(60), CALL, List.of(ANNA), 2));
    happen(ended(at(78), null, Outcome.ABANDONED));
    happen(new QueueEvent.CallOffered(at(100), caller()));
    happen(new QueueEvent.TechnicianRung(at(100), CALL, List.of(ANNA), 1));
    happen(new QueueEvent.CallAnswered(at(104), CALL, ANNA));
    happen(ended(at(114), at(104), Outcome.ANSWERED));
    happen(new QueueEvent.TechnicianLeft(at(200), ANNA));
    Map<String, String> ours = new HashMap<>();
    lines.forEach(line -> ours.put(line.split("\\|")[4], shape(line)));
    assertEquals(own, ours);
  }

  /** The event, and of each field of data whether it is a number; who is empty here may be so. */
  private static String shape(String line) {
    String[] fields = line.split("\\|", -1);
    StringBuilder shape = new StringBuilder(fields[4]).append(' ').append(fields.length);
    for (int i = 5; i < fields.length; i++) {
      boolean text = i == 6 && (fields[4].equals("CONNECT") || fields[4].equals("ENTERQUEUE"));
      shape.append(text ? " text" : fields[i].matches("\\d+") ? " number" : " " + fields[i]);
    }
    return shape.toString();
  }

  private void happen(QueueEvent event) {
    lines.addAll(log.lines(event));
  }

  private static Instant at(int second) {
    return START.plusSeconds(second);
  }

  private static Caller caller() {
    return new Caller(
        CALL,
        new TicketNumber(2026, 1),
        CallerNumber.withheld(),
        "",
        null,
        Language.SV,
        START,
        START);
  }

  private static QueueEvent.CallEnded ended(Instant at, Instant answeredAt, Outcome outcome) {
    return new QueueEvent.CallEnded(
        at, caller(), START, answeredAt, outcome, CallFlags.NONE, answeredAt == null ? null : ANNA);
  }
}
