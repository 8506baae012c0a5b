package svara.engine.queue;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.CallId;
import svara.engine.id.CallerNumber;
import svara.engine.id.CommandId;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;

/** A helpdesk for tests: its names, numbers and settings. */
final class Desk {
  static final QueueId QUEUE = new QueueId("helpdesk");

  /** A Wednesday, eight in the morning in Stockholm. */
  static final Instant MORNING = Instant.parse("2025-10-15T06:00:00Z");

  static final TechnicianId ANNA = new TechnicianId("anna");
  static final TechnicianId BERTIL = new TechnicianId("bertil");
  static final TechnicianId CILLA = new TechnicianId("cilla");
  static final List<TechnicianId> TEAM = List.of(ANNA, BERTIL, CILLA);

  /** Of everything little, so that every limit is met. */
  static final CallbackPolicy FEW_ATTEMPTS =
      new CallbackPolicy(
          true,
          CallbackPolicy.Order.BY_ARRIVAL,
          Duration.ZERO,
          2,
          Duration.ofSeconds(20),
          Duration.ofSeconds(10),
          Duration.ofSeconds(40),
          Duration.ofMinutes(1),
          Duration.ofMinutes(3),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofHours(1),
          1,
          5,
          false,
          OpeningHours.always());

  static final CallbackPolicy WAITING_FIRST =
      new CallbackPolicy(
          true,
          CallbackPolicy.Order.WAITING_FIRST,
          Duration.ofMinutes(2),
          1,
          Duration.ofMinutes(1),
          Duration.ofSeconds(10),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofHours(1),
          6,
          60,
          false,
          OpeningHours.always());

  private Desk() {}

  static QueuePolicy promising(QueuePolicy policy, CallbackPolicy callbacks) {
    return new QueuePolicy(
        policy.talkingMax(),
        policy.waitingMax(),
        policy.callbacksMax(),
        policy.turnedAwayMax(),
        policy.ringTime(),
        policy.waitMax(),
        policy.refusePause(),
        policy.wrapUp(),
        policy.shortAbandon(),
        policy.ring(),
        policy.hours(),
        callbacks);
  }

  /**
   * Technicians may take callers beyond the places, and who calls when it is closed is promised.
   */
  static QueuePolicy obliging(QueuePolicy policy) {
    return obliging(policy, true);
  }

  /** Who calls when it is closed is promised a callback. */
  static QueuePolicy promisingWhenClosed(QueuePolicy policy) {
    return obliging(policy, policy.takeIt());
  }

  private static QueuePolicy obliging(QueuePolicy policy, boolean takeIt) {
    CallbackPolicy c = policy.callbacks();
    return new QueuePolicy(
        policy.talkingMax(),
        policy.waitingMax(),
        policy.callbacksMax(),
        policy.turnedAwayMax(),
        policy.ringTime(),
        policy.waitMax(),
        policy.refusePause(),
        policy.wrapUp(),
        policy.shortAbandon(),
        policy.ring(),
        policy.hours(),
        new CallbackPolicy(
            c.dial(),
            c.order(),
            c.near(),
            c.attemptsMax(),
            c.retryDelay(),
            c.busyDelay(),
            c.laterDelay(),
            c.within(),
            c.expireAfter(),
            c.callerRingTime(),
            c.talkMin(),
            c.talkMax(),
            c.perNumberDayMax(),
            c.perHourMax(),
            true,
            policy.hours()),
        takeIt,
        policy.messages());
  }

  static QueuePolicy places(int talking, int waiting, int callbacks) {
    return policy(talking, waiting, callbacks, 20, Duration.ZERO, QueuePolicy.Ring.LONGEST_FREE);
  }

  static QueuePolicy policy(
      int talking,
      int waiting,
      int callbacks,
      int turnedAway,
      Duration wrapUp,
      QueuePolicy.Ring ring) {
    QueuePolicy defaults = QueuePolicy.defaults();
    return new QueuePolicy(
        talking,
        waiting,
        callbacks,
        turnedAway,
        defaults.ringTime(),
        defaults.waitMax(),
        defaults.refusePause(),
        wrapUp,
        defaults.shortAbandon(),
        ring,
        defaults.hours());
  }

  static QueuePolicy open(QueuePolicy policy, OpeningHours hours) {
    return new QueuePolicy(
        policy.talkingMax(),
        policy.waitingMax(),
        policy.callbacksMax(),
        policy.turnedAwayMax(),
        policy.ringTime(),
        policy.waitMax(),
        policy.refusePause(),
        policy.wrapUp(),
        policy.shortAbandon(),
        policy.ring(),
        hours);
  }

  /** Open on Wednesdays between two whole hours, Stockholm's time. */
  static OpeningHours wednesday(int from, int to) {
    return new OpeningHours(
        ZoneId.of("Europe/Stockholm"),
        Map.of(
            DayOfWeek.WEDNESDAY,
            List.of(new OpeningHours.Span(LocalTime.of(from, 0), LocalTime.of(to, 0)))));
  }

  /**
   * Open in the night to a Sunday but for some minutes around two and three o'clock, Stockholm's
   * time: in spring the middle span is not there, in autumn there are two of it.
   */
  static OpeningHours nightToSunday() {
    return new OpeningHours(
        ZoneId.of("Europe/Stockholm"),
        Map.of(
            DayOfWeek.SUNDAY,
            List.of(
                new OpeningHours.Span(LocalTime.of(0, 30), LocalTime.of(1, 58)),
                new OpeningHours.Span(LocalTime.of(2, 3), LocalTime.of(2, 57)),
                new OpeningHours.Span(LocalTime.of(3, 3), LocalTime.of(4, 0)))));
  }

  static CallId call(int n) {
    return new CallId("svara-1760508000." + n);
  }

  static Caller caller(int n, CallerNumber number, Instant at) {
    return new Caller(call(n), new TicketNumber(2025, n), number, "", null, Language.SV, at, at);
  }

  /** One of the 95 numbers set aside for fiction, counted round. */
  static CallerNumber mobile(int n) {
    String last = "%02d".formatted(5 + n % 95);
    return new CallerNumber(
        "07017406" + last, "+467017406" + last, CallerNumber.Kind.PUBLIC, false);
  }

  /** Whatever begins a call has this name, so that the journal lets it begin once. */
  static CommandId begin(CallId call) {
    return new CommandId(call + "/offer");
  }

  /** Whatever ends a call has this name. */
  static CommandId end(CallId call) {
    return new CommandId(call + "/end");
  }
}
