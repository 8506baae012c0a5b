package svara.engine.whatif;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.CallerNumber;
import svara.engine.id.TechnicianId;
import svara.engine.queue.Callback;
import svara.engine.queue.Caller;
import svara.engine.queue.Outcome;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.RingResult;
import svara.engine.whatif.CallScript.Dismissal;
import svara.engine.whatif.CallScript.Ring;

/** What callers did, call by call. */
final class CallRecorder {
  private final Recording recording;
  private final Map<CallId, Live> live = new HashMap<>();
  private long moment;
  private long position;
  private long late;

  /** A call while it goes on, and a little longer: the technician's leg may end after it. */
  private static final class Live {
    private final CallScript script;
    private @Nullable Long rungAt;
    private @Nullable Long answeredAt;
    private @Nullable Long releasedAt;
    private @Nullable Long toldAt;
    private @Nullable Long dismissedAt;
    private @Nullable Long reactedAt;
    private boolean alone;

    private Live(CallScript script) {
      this.script = script;
    }
  }

  CallRecorder(Recording recording) {
    this.recording = recording;
  }

  void at(long now, long place, long lateBy) {
    moment = now;
    position = place;
    late = lateBy;
  }

  Act since(long anchor) {
    return new Act(moment - anchor, position, late);
  }

  void offered(Caller caller) {
    live.put(caller.call(), new Live(new CallScript(caller, moment, since(moment))));
  }

  void rung(QueueEvent.TechnicianRung e) {
    Live call = live.get(e.call());
    if (call != null) {
      call.rungAt = moment;
    }
  }

  void answered(QueueEvent.CallAnswered e) {
    Live call = live.get(e.call());
    if (call == null) {
      return;
    }
    ring(call, e.technician(), null);
    call.answeredAt = moment;
    call.script.waitedAtLeast = moment - call.script.offered;
    recording.pools.patienceSample.stayed(call.script.waitedAtLeast);
  }

  private void ring(Live call, @Nullable TechnicianId who, @Nullable RingResult result) {
    Long rungAt = call.rungAt;
    Ring ring = new Ring(since(rungAt == null ? moment : rungAt), who, result);
    call.script.rings.add(ring);
    if (rungAt != null && !ring.brokenOff()) {
      recording.pools.rings.add(ring);
    }
    call.rungAt = null;
  }

  void released(QueueEvent.TechnicianReleased e) {
    Live call = live.get(e.call());
    if (call != null && call.answeredAt != null) {
      call.script.released = since(call.answeredAt);
      call.releasedAt = moment;
    }
  }

  void wrapUpEnded(CallId id) {
    Live call = live.get(id);
    if (call != null && call.releasedAt != null) {
      call.script.wrapUpEnds = since(call.releasedAt);
    }
  }

  void add(QueueEvent.OfCall event) {
    Live call = live.get(event.call());
    if (call == null) {
      return;
    }
    switch (event) {
      case QueueEvent.RingEnded e -> ring(call, null, e.result());
      case QueueEvent.OutageToldFirst _ -> call.toldAt = moment;
      case QueueEvent.OutageHeard _ -> {
        if (call.toldAt != null) {
          call.script.hearsOutage = since(call.toldAt);
          recording.pools.outages.add(call.script.hearsOutage.after());
        }
      }
      case QueueEvent.MetFull e -> dismissed(call, new Dismissal(e.offer()));
      case QueueEvent.MetClosed _ -> dismissed(call, new Dismissal(null));
      case QueueEvent.CallbackPromised e -> promised(call, e);
      // one whose number it is about is asked for another: what he did then says how he decided
      case QueueEvent.CallbackRefused e when !e.ofNumber() -> refused(call);
      case QueueEvent.CallbackDeclined _ -> {
        Dismissal dismissal = call.script.dismissal;
        if (dismissal != null && call.dismissedAt != null) {
          dismissal.hearsOut = since(call.dismissedAt);
          call.reactedAt = moment;
        }
      }
      case QueueEvent.ServedAlone _, QueueEvent.RingFound _ -> call.alone = true;
      case QueueEvent.CallEnded e -> ended(call, e);
      // what the queue decided by itself
      default -> {}
    }
  }

  private void dismissed(Live call, Dismissal dismissal) {
    call.script.dismissal = dismissal;
    call.dismissedAt = moment;
  }

  private void promised(Live call, QueueEvent.CallbackPromised e) {
    Dismissal dismissal = call.script.dismissal;
    boolean atOnce = call.dismissedAt != null && call.dismissedAt == moment;
    boolean stood = !e.callback().caller().call().equals(e.call());
    call.script.names = named(e.callback());
    if (dismissal != null && call.dismissedAt != null && !(atOnce && stood)) {
      dismissal.pressesKey = since(call.dismissedAt);
    } else if (dismissal == null) {
      call.script.asksToBeCalled = since(call.script.offered);
      call.script.waitedAtLeast = moment - call.script.offered;
      recording.pools.patienceSample.stayed(call.script.waitedAtLeast);
    }
    call.reactedAt = moment;
  }

  private static @Nullable CallerNumber named(Callback callback) {
    String number = callback.number();
    return number.equals(callback.caller().number().key())
        ? null
        : new CallerNumber(number, number, CallerNumber.Kind.PUBLIC, false);
  }

  private void refused(Live call) {
    Dismissal dismissal = call.script.dismissal;
    if (dismissal != null && call.dismissedAt != null) {
      dismissal.pressesKey = since(call.dismissedAt);
      call.reactedAt = moment;
    }
  }

  private void ended(Live call, QueueEvent.CallEnded e) {
    CallScript script = call.script;
    recording.ended.add(e);
    if (call.rungAt != null) {
      ring(call, null, null);
    }
    if (call.answeredAt != null) {
      script.talkEnds = since(call.answeredAt);
    } else if (script.dismissal != null && call.dismissedAt != null) {
      script.dismissal.hangsUp = since(call.reactedAt == null ? call.dismissedAt : call.reactedAt);
    } else if (script.asksToBeCalled != null && call.reactedAt != null) {
      Dismissal after = new Dismissal(null);
      after.hangsUp = since(call.reactedAt);
      script.dismissal = after;
    } else {
      script.leaves = since(script.offered);
      script.failed = e.outcome() == Outcome.FAILED;
      if (script.failed || e.outcome() == Outcome.INFORMED) {
        recording.pools.patienceSample.stayed(script.leaves.after());
      } else {
        recording.pools.patienceSample.gaveUp(script.leaves.after());
      }
    }
    if (!call.alone && !e.flags().withoutEngine()) {
      pool(script, e.outcome());
    }
    script.over = true;
  }

  private void pool(CallScript script, Outcome outcome) {
    Dismissal dismissal = script.dismissal;
    if (dismissal == null) {
      return;
    }
    if (dismissal.offer != null) {
      recording
          .pools
          .dismissals
          .computeIfAbsent(dismissal.offer, _ -> new ArrayList<>())
          .add(dismissal);
    } else if (outcome == Outcome.CLOSED) {
      recording.pools.closed.add(dismissal);
    }
    if (outcome == Outcome.CALLBACK_PROMISED && dismissal.hangsUp != null) {
      recording.pools.afterPromise.add(dismissal.hangsUp.after());
    }
  }

  /** Calls that have not ended are not replayed. */
  void finish() {
    List<CallScript> whole = new ArrayList<>();
    live.values().stream()
        .map(call -> call.script)
        .filter(script -> script.over)
        .forEach(whole::add);
    whole.sort(java.util.Comparator.comparingLong(script -> script.offer.position()));
    recording.arrivals.clear();
    recording.arrivals.addAll(whole);
    recording.pools.talks.clear();
    for (CallScript script : whole) {
      recording.calls.put(script.caller.call(), script);
      if (script.talkEnds != null) {
        recording.pools.talks.add(script);
      }
    }
  }
}
