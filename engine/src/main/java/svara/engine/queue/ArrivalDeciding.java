package svara.engine.queue;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.queue.QueueEvent.MetFull.Offer;
import svara.engine.queue.QueuedCall.Phase;

/** Where a caller who comes is put: rung for, on hold, or told why not. */
final class ArrivalDeciding {
  /** Who comes when so many hear the outage message is placed without it. */
  private static final int HEARING_MAX = 200;

  private final Draft draft;
  private final ServingDeciding serving;

  ArrivalDeciding(Draft draft, ServingDeciding serving) {
    this.draft = draft;
    this.serving = serving;
  }

  void offer(QueueCommand.OfferCall c) {
    CallId call = c.caller().call();
    if (draft.state().everHeardOf(call)) {
      draft.refuse(Refusal.STALE);
      return;
    }
    draft.happen(new QueueEvent.CallOffered(draft.at(), placed(c.caller())));
    Notices notices = draft.state().notices();
    if (notices.closedNow() != null || !draft.policy().hours().openAt(draft.at())) {
      meetClosed(draft.known(call).caller(), notices.closedNow());
    } else if (notices.outage() != null && draft.state().hearing() < HEARING_MAX) {
      draft.happen(new QueueEvent.OutageToldFirst(draft.at(), call));
    } else {
      place(call);
    }
  }

  /** Has heard what is out of order. */
  void heard(CallId call) {
    draft.happen(new QueueEvent.OutageHeard(draft.at(), call));
    place(call);
  }

  /** One whose message has no end that is reported is not forgotten. */
  void placeWhoHearsTooLong() {
    for (QueuedCall call : draft.state().calls()) {
      if (call.phase() instanceof Phase.Hearing(Instant since)
          && !since.plus(QueueLogic.HEARING_MAX).isAfter(draft.at())) {
        heard(call.caller().call());
      }
    }
  }

  private void place(CallId call) {
    if (anyPlace()) {
      serving.serve();
      if (!draft.known(call).waiting()) {
        return;
      }
      if (placeToWait(call)) {
        queue(call);
        return;
      }
    }
    turnAway(draft.known(call).caller());
  }

  void queue(CallId call) {
    // a clock that steps back does not queue a call before it was offered
    Instant queuedAt = Ending.notBefore(draft.at(), draft.known(call).caller().offeredAt());
    draft.happen(new QueueEvent.CallQueued(queuedAt, call, position(call)));
  }

  private void turnAway(Caller caller) {
    Optional<Refusal> why = Promises.noOffer(draft.policy(), draft.state(), caller);
    Offer offer = offerFor(why);
    draft.happen(
        new QueueEvent.MetFull(
            draft.at(), caller.call(), offer, why.orElse(null), mayLeaveMessage()));
    if (offer != Offer.BUSY) {
      standing(caller);
    }
  }

  private void meetClosed(Caller caller, Notices.@Nullable ClosedNow byHand) {
    Optional<Refusal> why =
        draft.policy().callbacks().whenClosed()
            ? Promises.noOffer(draft.policy(), draft.state(), caller)
            : Optional.empty();
    boolean offered = draft.policy().callbacks().whenClosed() && offerFor(why) == Offer.CALLBACK;
    draft.happen(
        new QueueEvent.MetClosed(
            draft.at(),
            caller.call(),
            byHand != null,
            opensAt(byHand),
            offered ? Offer.CALLBACK : Offer.CALL_LATER,
            why.orElse(null),
            mayLeaveMessage()));
    standing(caller);
  }

  private @Nullable Boolean mayLeaveMessage() {
    return draft.policy().messages().offered() ? Boolean.TRUE : null;
  }

  /** Closed by hand until nobody knows when, it is not known when it opens. */
  private @Nullable Instant opensAt(Notices.@Nullable ClosedNow byHand) {
    if (byHand == null) {
      return draft.policy().hours().nextOpening(draft.at()).orElse(null);
    }
    Instant until = byHand.until();
    if (until == null || draft.policy().hours().openAt(until)) {
      return until;
    }
    return draft.policy().hours().nextOpening(until).orElse(null);
  }

  /** Who is owed a callback already hears that it stands. */
  private void standing(Caller caller) {
    Promises.owed(draft.state(), caller)
        .ifPresent(
            owed -> draft.happen(new QueueEvent.CallbackPromised(draft.at(), caller.call(), owed)));
  }

  /** On the ticket, and in the place, that an earlier call of the same caller earned. */
  Caller placed(Caller caller) {
    return Promises.inEarnedPlace(draft.state(), onOneTicket(caller));
  }

  /** A known person who calls on two lines at once is one matter. */
  private Caller onOneTicket(Caller caller) {
    if (caller.person() == null || !caller.number().recognisable()) {
      return caller;
    }
    return draft.state().calls().stream()
        .map(QueuedCall::caller)
        .filter(other -> Objects.equals(other.person(), caller.person()))
        .findFirst()
        .map(other ->
            new Caller(
                caller.call(),
                other.ticket(),
                caller.number(),
                caller.name(),
                caller.person(),
                caller.language(),
                caller.arrivedAt(),
                caller.offeredAt()))
        .orElse(caller);
  }

  /**
   * Calls that came back from an unanswered ring wait beside those in the waiting places, so a
   * newcomer needs room among all the queue's places, and to wait a free waiting place besides.
   */
  private boolean anyPlace() {
    // one who is rung by hand may come back to wait; once he talks his place is his own
    long takenAway =
        draft.state().calls().stream()
            .filter(c -> c.flags().takenByHand() && c.phase() instanceof Phase.Talking)
            .count();
    long others = draft.state().occupied() + draft.state().waiting().size() - 1 - takenAway;
    return others < (long) draft.policy().talkingMax() + draft.policy().waitingMax();
  }

  private boolean placeToWait(CallId newcomer) {
    long fresh =
        draft.state().calls().stream()
            .filter(c -> c.waiting() && c.attempts() == 0)
            .filter(c -> !c.caller().call().equals(newcomer))
            .count();
    return fresh < draft.policy().waitingMax();
  }

  private Offer offerFor(Optional<Refusal> why) {
    if (draft.state().dismissed() >= draft.policy().turnedAwayMax()) {
      return Offer.BUSY;
    }
    return why.isEmpty() ? Offer.CALLBACK : Offer.CALL_LATER;
  }

  /** His place among those who are to be served; who is to be called back before him counts. */
  private int position(CallId call) {
    List<Serving.Candidate> turns = Serving.inTurn(draft.policy(), draft.state(), draft.at());
    for (int i = 0; i < turns.size(); i++) {
      if (turns.get(i) instanceof Serving.Candidate.Waiting(QueuedCall waiting)
          && waiting.caller().call().equals(call)) {
        return i + 1;
      }
    }
    throw new IllegalStateException("not waiting: " + call);
  }
}
