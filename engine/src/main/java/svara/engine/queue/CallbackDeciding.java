package svara.engine.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.TechnicianId;
import svara.engine.queue.QueueEvent.CallbackExpired.Expiry;
import svara.engine.queue.Technician.Duty;

/** What becomes of promises: by whom they are kept, how often they are tried, how they end. */
final class CallbackDeciding {
  private final Draft draft;
  private final ServingDeciding serving;

  CallbackDeciding(Draft draft, ServingDeciding serving) {
    this.draft = draft;
    this.serving = serving;
  }

  // ---- by people

  void finish(QueueCommand.FinishCallback c) {
    atRest(c.callback())
        .ifPresent(callback ->
            draft.happen(
                new QueueEvent.CallbackFinished(
                    draft.at(), c.callback(), callback.caller().ticket(), c.by(), c.note())));
  }

  void withdraw(QueueCommand.WithdrawCallback c) {
    atRest(c.callback())
        .ifPresent(callback ->
            draft.happen(
                new QueueEvent.CallbackWithdrawn(
                    draft.at(), c.callback(), callback.caller().ticket(), c.by(), c.note())));
  }

  /** The promise, unless it is in a technician's hands at this moment. */
  private Optional<Callback> atRest(CallbackId id) {
    Optional<Callback> callback = draft.state().callback(id);
    if (callback.isEmpty()) {
      draft.refuse(Refusal.UNKNOWN_CALLBACK);
    } else if (callback.get().underWay()) {
      draft.refuse(Refusal.CALLBACK_UNDER_WAY);
      return Optional.empty();
    }
    return callback;
  }

  void agree(QueueCommand.PromiseCallback c) {
    Optional<Refusal> why = Promises.refusal(draft.policy(), draft.state(), c.caller().number());
    if (why.isPresent()) {
      draft.refuse(why.get());
    } else if (Promises.toNumber(draft.state(), c.caller().number()).isPresent()) {
      draft.refuse(Refusal.STALE);
    } else {
      draft.happen(
          new QueueEvent.CallbackAgreed(
              draft.at(),
              Promises.standingOrNew(
                  draft.policy(), draft.state(), c.caller(), c.caller().number(), draft.at()),
              c.by()));
    }
  }

  void dial(QueueCommand.DialCallback c) {
    atRest(c.callback())
        .ifPresent(callback -> {
          Optional<Refusal> why = notNow(callback, c.technician());
          why.ifPresentOrElse(draft::refuse, () -> serving.ring(callback, c.technician(), c.by()));
        });
  }

  /** Why the technician can not call back by a click at this moment. */
  private Optional<Refusal> notNow(Callback callback, TechnicianId who) {
    Optional<Technician> technician = draft.state().technician(who);
    if (technician.isEmpty()) {
      return Optional.of(Refusal.UNKNOWN_TECHNICIAN);
    }
    if (draft.state().dialling().stopped()) {
      return Optional.of(Refusal.DIALLING_STOPPED);
    }
    if (Serving.onTheLine(draft.state(), callback)) {
      return Optional.of(Refusal.STALE);
    }
    boolean ready =
        technician.get().duty() != Duty.OFF
            && technician.get().phone() == PhoneState.FREE
            && technician.get().idle()
            && draft.state().calls().stream().noneMatch(call -> call.occupies(who));
    if (!ready) {
      return Optional.of(Refusal.TECHNICIAN_NOT_FREE);
    }
    if (!draft.state().placeOpen(draft.policy())) {
      return Optional.of(Refusal.NO_PLACE);
    }
    return Serving.limit(draft.policy(), draft.state(), callback, draft.at())
        .map(DialCounts.Reached::why);
  }

  void switchDialling(QueueCommand.SwitchDialling c) {
    if (draft.state().dialling().stopped() == c.stopped()) {
      draft.refuse(Refusal.STALE);
    } else {
      draft.happen(new QueueEvent.DiallingSwitched(draft.at(), c.stopped(), c.by(), c.reason()));
    }
  }

  // ---- by the exchange

  void endOffer(QueueCommand.EndOffer c) {
    Optional<Callback> callback = draft.state().callback(c.callback());
    if (callback.isEmpty()) {
      draft.refuse(Refusal.UNKNOWN_CALLBACK);
    } else if (callback.get().stage() instanceof CallbackStage.Offered offered
        && offered.order() == c.order()) {
      notTaken(callback.get(), offered, c.result());
      afterwards(c.callback());
    } else {
      draft.refuse(Refusal.STALE);
    }
  }

  /** Not offered to him again for a while; who let it ring is absent and paused instead. */
  private void notTaken(Callback callback, CallbackStage.Offered offered, RingResult result) {
    Instant until =
        result == RingResult.NO_ANSWER ? null : draft.at().plus(draft.policy().refusePause());
    draft.happen(
        new QueueEvent.CallbackNotTaken(
            draft.at(),
            callback.id(),
            callback.caller().ticket(),
            offered.technician(),
            offered.order(),
            result,
            until));
    boolean onDuty =
        draft.state().technician(offered.technician()).filter(t -> t.duty() == Duty.ON).isPresent();
    if (result == RingResult.NO_ANSWER && onDuty) {
      draft.happen(
          new QueueEvent.DutyChanged(
              draft.at(), offered.technician(), Duty.PAUSED, Technician.NO_ANSWER, "system"));
    }
  }

  void refuseOrder(QueueCommand.RefuseOrder c) {
    Optional<Callback> callback = draft.state().callback(c.callback());
    if (callback.isEmpty()) {
      draft.refuse(Refusal.UNKNOWN_CALLBACK);
    } else if (callback.get().stage() instanceof CallbackStage.Offered offered
        && offered.order() == c.order()) {
      notTaken(callback.get(), offered, RingResult.FAILED);
      expired(callback.get(), Expiry.NUMBER, c.reason());
    } else {
      draft.refuse(Refusal.STALE);
    }
  }

  void noteDialled(QueueCommand.NoteDialled c) {
    Optional<Callback> callback = draft.state().callback(c.callback());
    if (callback.isEmpty()) {
      draft.refuse(Refusal.UNKNOWN_CALLBACK);
    } else if (callback.get().stage() instanceof CallbackStage.Offered offered
        && offered.order() == c.order()) {
      dialled(callback.get(), offered);
    } else {
      draft.refuse(Refusal.STALE);
    }
  }

  private void dialled(Callback callback, CallbackStage.UnderWay offered) {
    draft.happen(
        new QueueEvent.CallbackDialled(
            draft.at(),
            callback.id(),
            callback.caller().ticket(),
            offered.technician(),
            offered.order(),
            callback.life().dialled() + 1,
            callback.number(),
            draft.policy().callbacks().hours().zone()));
  }

  void noteJoined(QueueCommand.NoteJoined c) {
    Optional<Callback> callback = draft.state().callback(c.callback());
    if (callback.isEmpty()) {
      draft.refuse(Refusal.UNKNOWN_CALLBACK);
    } else if (callback.get().stage() instanceof CallbackStage.UnderWay underWay
        && underWay.order() == c.order()
        && !(underWay instanceof CallbackStage.Joined)) {
      joined(callback.get(), underWay, draft.at());
    } else {
      draft.refuse(Refusal.STALE);
    }
  }

  private void joined(Callback callback, CallbackStage.UnderWay underWay, Instant since) {
    if (underWay instanceof CallbackStage.Offered) {
      dialled(callback, underWay); // the report of it is lost, or still on its way
    }
    draft.happen(
        new QueueEvent.CallbackJoined(
            since,
            callback.id(),
            callback.caller().ticket(),
            underWay.technician(),
            underWay.order()));
  }

  void endAttempt(QueueCommand.EndAttempt c) {
    Optional<Callback> callback = draft.state().callback(c.callback());
    if (callback.isEmpty()) {
      draft.refuse(Refusal.UNKNOWN_CALLBACK);
      return;
    }
    if (!(callback.get().stage() instanceof CallbackStage.UnderWay underWay)
        || underWay.order() != c.order()) {
      draft.refuse(Refusal.STALE);
      return;
    }
    catchUp(callback.get(), underWay, c);
    Callback now = draft.state().callback(c.callback()).orElseThrow();
    Instant joinedAt = now.stage() instanceof CallbackStage.Joined joined ? joined.since() : null;
    // who was joined has talked, whatever the last word of the exchange was
    AttemptResult result = joinedAt != null ? AttemptResult.JOINED : c.result();
    Verdict verdict = verdict(now, result, c.wish(), joinedAt);
    draft.happen(
        new QueueEvent.AttemptEnded(
            draft.at(),
            c.callback(),
            now.caller().ticket(),
            underWay.technician(),
            c.order(),
            result,
            c.wish(),
            joinedAt,
            verdict instanceof Verdict.Again(Instant when) ? when : null,
            wrapUp(joinedAt)));
    carryOut(verdict, now, underWay.technician());
  }

  /** What the end of an attempt says of its beginning, where that was never reported. */
  private void catchUp(
      Callback callback, CallbackStage.UnderWay underWay, QueueCommand.EndAttempt c) {
    boolean joinedUnheard =
        c.result() == AttemptResult.JOINED && !(underWay instanceof CallbackStage.Joined);
    if (joinedUnheard) {
      joined(callback, underWay, c.joinedAt() == null ? draft.at() : c.joinedAt());
    } else if (underWay instanceof CallbackStage.Offered) {
      dialled(callback, underWay);
    }
  }

  private @Nullable Instant wrapUp(@Nullable Instant joinedAt) {
    Duration wrapUp = draft.policy().wrapUp();
    return joinedAt == null || wrapUp.isZero() ? null : draft.at().plus(wrapUp);
  }

  // ---- how it goes on

  /** What follows an attempt. */
  private sealed interface Verdict {
    record Kept(Instant joinedAt, boolean inTime) implements Verdict {}

    record Withdrawn(String note) implements Verdict {}

    record Expired(Expiry why) implements Verdict {}

    record Again(Instant when) implements Verdict {}
  }

  private Verdict verdict(
      Callback callback, AttemptResult result, CallerWish wish, @Nullable Instant joinedAt) {
    CallbackPolicy policy = draft.policy().callbacks();
    CallbackLife life = callback.life();
    if (joinedAt != null && !draft.at().isBefore(joinedAt.plus(policy.talkMin()))) {
      Instant by = life.promisedBy();
      return new Verdict.Kept(joinedAt, by == null || !joinedAt.isAfter(by));
    }
    if (wish == CallerWish.NOT_NEEDED) {
      return new Verdict.Withdrawn(QueueEvent.CallbackWithdrawn.NOT_NEEDED);
    }
    CallId other = life.overtakenBy();
    if (other != null) {
      return new Verdict.Withdrawn("answered in call " + other);
    }
    if (result == AttemptResult.INVALID) {
      return new Verdict.Expired(Expiry.NUMBER);
    }
    boolean askedFor = wish == CallerWish.LATER;
    if (life.dialled() >= policy.attemptsMax() && !askedFor) {
      return new Verdict.Expired(Expiry.ATTEMPTS);
    }
    Instant expiresAt = life.expiresAt();
    if (expiresAt != null && !expiresAt.isAfter(draft.at())) {
      return new Verdict.Expired(Expiry.TIME);
    }
    return new Verdict.Again(draft.at().plus(policy.delay(result, wish)));
  }

  private void carryOut(Verdict verdict, Callback callback, TechnicianId technician) {
    switch (verdict) {
      case Verdict.Kept(Instant joinedAt, boolean inTime) ->
          draft.happen(
              new QueueEvent.CallbackKept(
                  draft.at(),
                  callback.id(),
                  callback.caller().ticket(),
                  technician,
                  joinedAt,
                  inTime));
      case Verdict.Withdrawn(String note) -> byCaller(callback, note);
      case Verdict.Expired(Expiry why) -> expired(callback, why, null);
      case Verdict.Again _ -> {}
    }
  }

  private void byCaller(Callback callback, String note) {
    draft.happen(
        new QueueEvent.CallbackWithdrawn(
            draft.at(),
            callback.id(),
            callback.caller().ticket(),
            QueueEvent.CallbackWithdrawn.CALLER,
            note));
  }

  private void expired(Callback callback, Expiry why, @Nullable Refusal refusal) {
    draft.happen(
        new QueueEvent.CallbackExpired(
            draft.at(), callback.id(), callback.caller().ticket(), why, refusal));
  }

  /** After an offer that nobody took: what was put off until then. */
  private void afterwards(CallbackId id) {
    Callback callback = draft.state().callback(id).orElseThrow();
    CallId other = callback.life().overtakenBy();
    if (other != null) {
      byCaller(callback, "answered in call " + other);
    } else {
      expireIfOver(callback);
    }
  }

  /** Promises whose time has passed become work for people. */
  void expire() {
    draft.state().callbacks().stream().filter(c -> !c.underWay()).forEach(this::expireIfOver);
  }

  private void expireIfOver(Callback callback) {
    Instant expiresAt = callback.life().expiresAt();
    if (expiresAt != null && !expiresAt.isAfter(draft.at())) {
      expired(callback, Expiry.TIME, null);
    }
  }

  // ---- overtaken by the caller

  /** Who was helped needs no callback any more, unless it was promised afterwards. */
  void overtake(Caller caller, Instant answeredAt) {
    Promises.owed(draft.state(), caller)
        .filter(owed -> !owed.promisedAt().isAfter(answeredAt))
        .ifPresent(owed -> overtake(owed, caller.call()));
  }

  private void overtake(Callback owed, CallId call) {
    if (owed.underWay()) {
      draft.happen(
          new QueueEvent.CallbackOvertaken(draft.at(), owed.id(), owed.caller().ticket(), call));
    } else {
      byCaller(owed, "answered in call " + call);
    }
  }
}
