package svara.engine.whatif;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.CallerNumber;
import svara.engine.id.TechnicianId;
import svara.engine.queue.Caller;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueuedCall;
import svara.engine.queue.QueuedCall.Phase;
import svara.engine.queue.RingResult;
import svara.engine.whatif.CallScript.Dismissal;
import svara.engine.whatif.CallScript.Ring;

/** Callers, and whoever answers them: each does as the recording says, else as others did. */
final class Callers {
  private static final long AT_ONCE = 1_000_000;

  private final Recording recording;
  private final Replay replay;
  private final RandomGenerator random;
  private final Map<CallId, Dismissal> told = new HashMap<>();
  private final Map<CallId, CallScript> talking = new HashMap<>();

  Callers(Recording recording, Replay replay, RandomGenerator random) {
    this.recording = recording;
    this.replay = replay;
    this.random = random;
  }

  void offer(CallScript script) {
    Act act = script.offer;
    Caller caller = script.caller;
    replay.decide(new QueueCommand.OfferCall(Recorder.REPLAYED, replay.at(act), caller));
    if (standing(caller.call()).isEmpty()) {
      return;
    }
    if (script.asksToBeCalled != null) {
      Act asks = script.asksToBeCalled;
      replay.plan(script.offered, asks, () -> press(caller.call(), asks));
    }
    Act leaves = script.leaves;
    if (leaves == null) {
      long patience = recording.pools.patience().draw(script.waitedAtLeast, random);
      if (patience == Patience.FOR_EVER) {
        return;
      }
      leaves = Act.drawn(patience);
    }
    Act act2 = leaves;
    replay.plan(script.offered, act2, () -> giveUp(script, act2));
  }

  /** The call, while nobody has answered it and it was not turned away. */
  private Optional<QueuedCall> standing(CallId call) {
    return replay
        .state()
        .call(call)
        .filter(c ->
            c.phase() instanceof Phase.Waiting
                || c.phase() instanceof Phase.Ringing
                || c.phase() instanceof Phase.Hearing);
  }

  private void giveUp(CallScript script, Act act) {
    CallId call = script.caller.call();
    if (standing(call).isPresent()) {
      end(call, act, script.failed);
    }
  }

  private void press(CallId call, Act act) {
    CallerNumber named = script(call).names;
    replay.decide(
        named == null
            ? new QueueCommand.PressKey(Recorder.REPLAYED, replay.at(act), call, '1')
            : new QueueCommand.NameNumber(Recorder.REPLAYED, replay.at(act), call, named));
  }

  private void end(CallId call, Act act, boolean failed) {
    replay.decide(new QueueCommand.EndCall(Recorder.REPLAYED, replay.at(act), call, failed));
  }

  void react(QueueEvent event) {
    switch (event) {
      case QueueEvent.OutageToldFirst e -> toldOfOutage(e.call());
      case QueueEvent.TechnicianRung e -> rung(e);
      case QueueEvent.CallAnswered e -> answered(e);
      case QueueEvent.MetFull e -> dismissed(e.call(), full(e));
      case QueueEvent.MetClosed e -> dismissed(e.call(), closed(e.call()));
      case QueueEvent.CallbackPromised e -> afterPromise(e.call());
      case QueueEvent.CallbackDeclined e -> hangUp(e.call());
      case QueueEvent.CallbackRefused e when standing(e.call()).isEmpty() -> hangUp(e.call());
      case QueueEvent.TechnicianReleased e -> released(e);
      case QueueEvent.CallEnded e -> told.remove(e.call());
      // calls for nothing that a caller would do
      default -> {}
    }
  }

  private CallScript script(CallId call) {
    CallScript script = recording.calls.get(call);
    if (script == null) {
      throw new IllegalStateException("a call that was never recorded: " + call);
    }
    return script;
  }

  /** One of whom nobody knows how long it takes is placed by the queue when it has been long. */
  private void toldOfOutage(CallId call) {
    Act known = script(call).hearsOutage;
    List<Long> others = recording.pools.outages;
    if (known == null && others.isEmpty()) {
      return;
    }
    Act heard = known == null ? Act.drawn(others.get(random.nextInt(others.size()))) : known;
    replay.plan(
        heard,
        () ->
            replay.decide(new QueueCommand.EndMessage(Recorder.REPLAYED, replay.at(heard), call)));
  }

  // ---- ringing and talking

  private void rung(QueueEvent.TechnicianRung e) {
    List<Ring> rings = script(e.call()).rings;
    Ring known = e.attempt() <= rings.size() ? rings.get(e.attempt() - 1) : null;
    Ring ring = known == null || known.brokenOff() ? drawn(known) : known;
    if (ring != null) {
      replay.plan(ring.act(), () -> rung(e, ring));
    }
  }

  /** One that outlasts what is known; nothing comes of it where no ring was ever seen to end. */
  private @Nullable Ring drawn(@Nullable Ring brokenOff) {
    List<Ring> rings = recording.pools.rings;
    if (rings.isEmpty()) {
      return null;
    }
    Ring other = rings.get(random.nextInt(rings.size()));
    long after = other.act().after();
    if (brokenOff != null && after <= brokenOff.act().after()) {
      after = brokenOff.act().after() + AT_ONCE;
    }
    return new Ring(Act.drawn(after), other.technician(), other.result());
  }

  private void rung(QueueEvent.TechnicianRung e, Ring ring) {
    Optional<QueuedCall> call = replay.state().call(e.call());
    if (call.isEmpty()
        || call.get().attempts() != e.attempt()
        || !(call.get().phase() instanceof Phase.Ringing ringing)) {
      return;
    }
    RingResult result = ring.result();
    if (result != null) {
      replay.decide(
          new QueueCommand.EndRing(
              Recorder.REPLAYED, replay.at(ring.act()), e.call(), e.attempt(), result));
      return;
    }
    List<TechnicianId> rung = ringing.technicians();
    TechnicianId who = ring.technician();
    if (who == null || !rung.contains(who)) {
      who = rung.get(random.nextInt(rung.size()));
    }
    replay.decide(
        new QueueCommand.ConfirmAnswer(Recorder.REPLAYED, replay.at(ring.act()), e.call(), who));
  }

  private void answered(QueueEvent.CallAnswered e) {
    CallScript own = script(e.call());
    List<CallScript> talks = recording.pools.talks;
    CallScript talk =
        own.talkEnds != null || talks.isEmpty() ? own : talks.get(random.nextInt(talks.size()));
    boolean recorded = talk == own;
    Act ends = talk.talkEnds == null ? Act.drawn(AT_ONCE) : kept(talk.talkEnds, recorded);
    Act releases = talk.released == null ? ends : kept(talk.released, recorded);
    talking.put(e.call(), talk);
    replay.plan(ends, () -> end(e.call(), ends, false));
    replay.plan(
        releases,
        () ->
            replay.decide(
                new QueueCommand.ReleaseTechnician(
                    Recorder.REPLAYED, replay.at(releases), e.call(), e.technician())));
  }

  private static Act kept(Act act, boolean recorded) {
    return recorded ? act : Act.drawn(act.after());
  }

  private void released(QueueEvent.TechnicianReleased e) {
    CallScript talk = talking.remove(e.call());
    if (talk == null || talk.wrapUpEnds == null || e.wrapUpUntil() == null) {
      return;
    }
    Act ends = kept(talk.wrapUpEnds, talk.caller.call().equals(e.call()));
    replay.plan(
        ends,
        () ->
            replay.decide(
                new QueueCommand.EndWrapUp(Recorder.REPLAYED, replay.at(ends), e.technician())));
  }

  // ---- turned away

  private @Nullable Dismissal full(QueueEvent.MetFull e) {
    Dismissal own = script(e.call()).dismissal;
    if (own != null && own.offer == e.offer()) {
      return own;
    }
    return drawn(recording.pools.dismissals.getOrDefault(e.offer(), List.of()));
  }

  private @Nullable Dismissal closed(CallId call) {
    Dismissal own = script(call).dismissal;
    return own != null && own.offer == null && script(call).asksToBeCalled == null
        ? own
        : drawn(recording.pools.closed);
  }

  private @Nullable Dismissal drawn(List<Dismissal> others) {
    if (others.isEmpty()) {
      return null;
    }
    Dismissal other = others.get(random.nextInt(others.size()));
    Dismissal drawn = new Dismissal(other.offer);
    drawn.pressesKey = other.pressesKey == null ? null : Act.drawn(other.pressesKey.after());
    drawn.hearsOut = other.hearsOut == null ? null : Act.drawn(other.hearsOut.after());
    drawn.hangsUp = other.hangsUp == null ? null : Act.drawn(other.hangsUp.after());
    return drawn;
  }

  private void dismissed(CallId call, @Nullable Dismissal known) {
    Dismissal does = known == null ? new Dismissal(null) : known;
    told.put(call, does);
    Act key = does.pressesKey;
    Act end = does.hearsOut;
    if (key != null) {
      replay.plan(key, () -> press(call, key));
    } else if (end != null) {
      replay.plan(
          end,
          () ->
              replay.decide(new QueueCommand.EndMessage(Recorder.REPLAYED, replay.at(end), call)));
    } else {
      hangUp(call);
    }
  }

  private void hangUp(CallId call) {
    Dismissal does = told.get(call);
    Act act = does == null || does.hangsUp == null ? Act.drawn(AT_ONCE) : does.hangsUp;
    replay.plan(act, () -> end(call, act, false));
  }

  private void afterPromise(CallId call) {
    CallScript own = script(call);
    Dismissal does = told.get(call);
    boolean asked = own.asksToBeCalled != null && own.dismissal != null && does == null;
    if (asked) {
      told.put(call, own.dismissal);
      hangUp(call);
    } else if (does != null && does.hangsUp != null) {
      hangUp(call);
    } else {
      List<Long> after = recording.pools.afterPromise;
      Act act = Act.drawn(after.isEmpty() ? AT_ONCE : after.get(random.nextInt(after.size())));
      replay.plan(act, () -> end(call, act, false));
    }
  }
}
