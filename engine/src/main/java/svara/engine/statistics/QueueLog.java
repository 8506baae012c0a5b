package svara.engine.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.Technician.Duty;

/**
 * A queue's events as lines of Asterisk's {@code queue_log}, for tools that read it: {@code
 * time|callid|queue|agent|event|data}. As there, those who never were in the queue are not in it:
 * who met a full or a closed one. A phone that still rings when the caller hangs up is a {@code
 * RINGCANCELED}, as Asterisk 22 writes it. Source: "Queue Logs" of the Asterisk documentation.
 */
public final class QueueLog {
  private static final String NOBODY = "NONE";

  private final QueueId queue;
  private final Map<CallId, Entered> calls = new HashMap<>();
  private final Map<CallId, String> numbers = new HashMap<>();

  /** A call from its way into the queue to its end. */
  private static final class Entered {
    private final Instant at;
    private int position = 1;
    private @Nullable Instant rungAt;
    private List<TechnicianId> rung = List.of();
    private @Nullable Instant answeredAt;
    private @Nullable TechnicianId technician;
    private boolean releasedFirst;

    private Entered(Instant at) {
      this.at = at;
    }

    private long waited(Instant until) {
      return Math.max(0, Duration.between(at, until).toSeconds());
    }
  }

  public QueueLog(QueueId queue) {
    this.queue = queue;
  }

  /** The lines that an event makes; events are given in their order. */
  public List<String> lines(QueueEvent event) {
    List<String> lines = new ArrayList<>();
    switch (event) {
      case QueueEvent.CallOffered e ->
          numbers.put(e.caller().call(), e.caller().number().presented());
      case QueueEvent.CallQueued e -> {
        if (!calls.containsKey(e.call())) {
          enter(lines, e.at(), e.call(), e.position());
        }
      }
      case QueueEvent.TechnicianRung e -> {
        if (!calls.containsKey(e.call())) {
          enter(lines, e.at(), e.call(), 1);
        }
        of(e.call()).rungAt = e.at();
        of(e.call()).rung = e.technicians();
      }
      case QueueEvent.RingEnded e -> ringEnded(lines, e);
      case QueueEvent.CallAnswered e -> answered(lines, e);
      case QueueEvent.TechnicianReleased e when calls.containsKey(e.call()) ->
          of(e.call()).releasedFirst = true;
      case QueueEvent.CallbackPromised e when waiting(e.call()) -> {
        Entered call = of(e.call());
        line(
            lines,
            e.at(),
            e.call(),
            NOBODY,
            "EXITWITHKEY",
            "1",
            "1",
            call.position,
            call.waited(e.at()));
        calls.remove(e.call());
      }
      case QueueEvent.CallEnded e -> ended(lines, e);
      case QueueEvent.TechnicianEnrolled e ->
          member(lines, e.at(), e.technician(), "ADDMEMBER", "");
      case QueueEvent.TechnicianLeft e -> member(lines, e.at(), e.technician(), "REMOVEMEMBER", "");
      case QueueEvent.DutyChanged e ->
          member(
              lines, e.at(), e.technician(), e.duty() == Duty.ON ? "UNPAUSE" : "PAUSE", e.reason());
      // has no line of its own in a queue_log
      default -> {}
    }
    return lines;
  }

  private Entered of(CallId call) {
    Entered entered = calls.get(call);
    if (entered == null) {
      throw new IllegalStateException("not in the queue: " + call);
    }
    return entered;
  }

  private boolean waiting(CallId call) {
    Entered entered = calls.get(call);
    return entered != null && entered.answeredAt == null;
  }

  private void enter(List<String> lines, Instant at, CallId call, int position) {
    Entered entered = new Entered(at);
    entered.position = position;
    calls.put(call, entered);
    line(lines, at, call, NOBODY, "ENTERQUEUE", "", numbers.getOrDefault(call, ""), position);
  }

  private void ringEnded(List<String> lines, QueueEvent.RingEnded e) {
    Entered call = calls.get(e.call());
    if (call == null || call.rungAt == null) {
      return;
    }
    long millis = Math.max(0, Duration.between(call.rungAt, e.at()).toMillis());
    for (TechnicianId technician : e.technicians()) {
      line(lines, e.at(), e.call(), technician.value(), "RINGNOANSWER", millis);
    }
    call.rungAt = null;
  }

  private void ringCancelled(List<String> lines, Entered call, QueueEvent.CallEnded e) {
    Instant rungAt = call.rungAt;
    if (rungAt != null) {
      long millis = Math.max(0, Duration.between(rungAt, e.at()).toMillis());
      for (TechnicianId technician : call.rung) {
        line(lines, e.at(), e.call(), technician.value(), "RINGCANCELED", millis);
      }
    }
  }

  private void answered(List<String> lines, QueueEvent.CallAnswered e) {
    Entered call = calls.get(e.call());
    if (call == null) {
      return;
    }
    call.answeredAt = e.at();
    call.technician = e.technician();
    long rang =
        call.rungAt == null ? 0 : Math.max(0, Duration.between(call.rungAt, e.at()).toSeconds());
    line(lines, e.at(), e.call(), e.technician().value(), "CONNECT", call.waited(e.at()), "", rang);
  }

  private void ended(List<String> lines, QueueEvent.CallEnded e) {
    numbers.remove(e.call());
    Entered call = calls.remove(e.call());
    if (call == null) {
      return;
    }
    Instant answeredAt = call.answeredAt;
    TechnicianId technician = call.technician;
    if (answeredAt == null || technician == null) {
      ringCancelled(lines, call, e);
      line(lines, e.at(), e.call(), NOBODY, "ABANDON", "1", call.position, call.waited(e.at()));
      return;
    }
    line(
        lines,
        e.at(),
        e.call(),
        technician.value(),
        call.releasedFirst ? "COMPLETEAGENT" : "COMPLETECALLER",
        call.waited(answeredAt),
        Math.max(0, Duration.between(answeredAt, e.at()).toSeconds()),
        call.position);
  }

  private void member(
      List<String> lines, Instant at, TechnicianId technician, String event, String why) {
    lines.add(
        "%d|NONE|%s|%s|%s|%s".formatted(at.getEpochSecond(), queue, technician, event, clean(why)));
  }

  private void line(
      List<String> lines, Instant at, CallId call, String agent, String event, Object... data) {
    StringBuilder text = new StringBuilder();
    text.append(at.getEpochSecond()).append('|').append(call).append('|').append(queue);
    text.append('|').append(agent).append('|').append(event);
    for (Object field : data) {
      text.append('|').append(clean(String.valueOf(field)));
    }
    lines.add(text.toString());
  }

  /** A reason may hold what would begin a field or a line. */
  private static String clean(String field) {
    return field.replaceAll("[|\\r\\n]", " ");
  }
}
