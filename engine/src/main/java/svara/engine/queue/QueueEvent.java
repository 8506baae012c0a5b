package svara.engine.queue;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;

/**
 * What happened in a queue. Kept for ever in the journal: a record's components are a stored form,
 * so they may grow by nullable ones and never change meaning.
 */
public sealed interface QueueEvent {
  Instant at();

  /** An event of one caller's call; goes to the timeline of its ticket. */
  sealed interface OfCall extends QueueEvent {
    CallId call();
  }

  record CallOffered(Instant at, Caller caller) implements OfCall {
    @Override
    public CallId call() {
      return caller.call();
    }
  }

  /**
   * The caller is put on hold.
   *
   * @param position his place among the waiting, 1 is next
   */
  record CallQueued(Instant at, CallId call, int position) implements OfCall {}

  /**
   * All places are taken.
   *
   * @param offer what the caller is told
   * @param refusal why he is not offered a callback; null when he is, or stands in the way of
   *     nobody knows what in journals of before
   * @param message he may leave a voice message; null when not
   */
  record MetFull(
      Instant at, CallId call, Offer offer, @Nullable Refusal refusal, @Nullable Boolean message)
      implements OfCall {
    public MetFull(Instant at, CallId call, Offer offer, @Nullable Refusal refusal) {
      this(at, call, offer, refusal, null);
    }

    public MetFull(Instant at, CallId call, Offer offer) {
      this(at, call, offer, null);
    }

    /** What a caller who met a full queue is told. */
    public enum Offer {
      /** To press 1 to be called back. */
      CALLBACK,
      /** To call later: no promise can be made. */
      CALL_LATER,
      /** Nothing but the busy tone: too many hear the message already. */
      BUSY
    }
  }

  /**
   * It is closed.
   *
   * @param byHand switched on by a person; null in journals of before
   * @param opensAt when it opens again, where that is known, or null
   * @param offer what the caller is told: {@link MetFull.Offer#CALLBACK} to press 1 to be called
   *     back when it is open; null in journals of before
   * @param refusal why he is not offered that where it is offered at all, or null
   * @param message he may leave a voice message; null when not
   */
  record MetClosed(
      Instant at,
      CallId call,
      @Nullable Boolean byHand,
      @Nullable Instant opensAt,
      MetFull.@Nullable Offer offer,
      @Nullable Refusal refusal,
      @Nullable Boolean message)
      implements OfCall {
    public MetClosed(
        Instant at,
        CallId call,
        @Nullable Boolean byHand,
        @Nullable Instant opensAt,
        MetFull.@Nullable Offer offer,
        @Nullable Refusal refusal) {
      this(at, call, byHand, opensAt, offer, refusal, null);
    }

    public MetClosed(Instant at, CallId call) {
      this(at, call, null, null, null, null);
    }
  }

  /** Who can not be taken leaves a message: the exchange records him until he hangs up. */
  record VoiceMessageBegun(Instant at, CallId call) implements OfCall {}

  /** The caller is told what is out of order before he is placed. */
  record OutageToldFirst(Instant at, CallId call) implements OfCall {}

  /** He has heard it to the end. */
  record OutageHeard(Instant at, CallId call) implements OfCall {}

  /**
   * A technician takes the caller beyond the talking places.
   *
   * @param by who ordered it
   */
  record CallTaken(Instant at, CallId call, TechnicianId technician, String by) implements OfCall {}

  record TechnicianRung(Instant at, CallId call, List<TechnicianId> technicians, int attempt)
      implements OfCall {
    public TechnicianRung {
      technicians = List.copyOf(technicians);
    }
  }

  /**
   * The exchange alone brought caller and technician together.
   *
   * @param technician who answered, when that is known by this alone; null when it has an event of
   *     its own
   */
  record ServedAlone(Instant at, CallId call, @Nullable TechnicianId technician)
      implements OfCall {}

  /**
   * The exchange's own queue was found to ring technicians for the call: its doing, not an order.
   */
  record RingFound(Instant at, CallId call, List<TechnicianId> technicians, int attempt)
      implements OfCall {
    public RingFound {
      technicians = List.copyOf(technicians);
    }
  }

  /**
   * Nobody answered; the call waits again at its old place in the order.
   *
   * @param refusedUntil until when these technicians are not offered the call again, or null
   */
  record RingEnded(
      Instant at,
      CallId call,
      List<TechnicianId> technicians,
      RingResult result,
      @Nullable Instant refusedUntil)
      implements OfCall {
    public RingEnded {
      technicians = List.copyOf(technicians);
    }
  }

  record CallAnswered(Instant at, CallId call, TechnicianId technician) implements OfCall {}

  /**
   * A caller has waited the longest set time.
   *
   * @param possible a callback is offered; else he hears that he still waits
   */
  record CallbackOffered(Instant at, CallId call, boolean possible) implements OfCall {}

  /**
   * A callback is promised in this call.
   *
   * @param callback may be one that was promised in an earlier call and stands: same id, same place
   */
  record CallbackPromised(Instant at, CallId call, Callback callback) implements OfCall {}

  /** The caller heard the offer of a callback and did not take it. */
  record CallbackDeclined(Instant at, CallId call) implements OfCall {}

  /** No promise could be made: why is for the timeline. */
  record CallbackRefused(Instant at, CallId call, Refusal reason) implements OfCall {
    /** Another number may be called where this one is not. */
    public boolean ofNumber() {
      return switch (reason) {
        case NUMBER_NOT_USABLE,
            NUMBER_EMERGENCY_OR_SHORT,
            NUMBER_DENIED,
            NUMBER_NOT_INTERNAL,
            NUMBER_MALFORMED,
            NUMBER_NOT_ALLOWED ->
            true;
        case UNKNOWN_CALL,
            UNKNOWN_TECHNICIAN,
            UNKNOWN_CALLBACK,
            STALE,
            CALLBACKS_FULL,
            NUMBER_LIMIT,
            HOUR_LIMIT,
            DIALLING_STOPPED,
            OUTSIDE_HOURS,
            CALLBACK_UNDER_WAY,
            TECHNICIAN_NOT_FREE,
            NO_PLACE,
            NOT_TO_BE_TAKEN,
            KEY_WITHOUT_MEANING ->
            false;
      };
    }
  }

  /**
   * The call is over. Carries all its moments, so that every figure folds from this one event.
   *
   * @param caller who called; arrival, offer, ticket, number
   * @param queuedAt first put on hold, or null
   * @param answeredAt two people talked, or null
   * @param at when it ended
   * @param technician who answered, or null
   */
  record CallEnded(
      Instant at,
      Caller caller,
      @Nullable Instant queuedAt,
      @Nullable Instant answeredAt,
      Outcome outcome,
      CallFlags flags,
      @Nullable TechnicianId technician)
      implements OfCall {
    @Override
    public CallId call() {
      return caller.call();
    }
  }

  /**
   * A promise was fulfilled by a person who ticked it off.
   *
   * @param by who
   */
  record CallbackFinished(
      Instant at, CallbackId callback, TicketNumber ticket, String by, String note)
      implements OfCallback {}

  /**
   * A promise was taken back, or overtaken by the caller himself, who called again and was
   * answered.
   *
   * @param by who; {@link #CALLER} when it was overtaken
   */
  record CallbackWithdrawn(
      Instant at, CallbackId callback, TicketNumber ticket, String by, String note)
      implements OfCallback {
    public static final String CALLER = "caller";

    /** The caller said so with a key when he was called back. */
    public static final String NOT_NEEDED = "no longer needed";
  }

  /** An event of a promise; goes to the timeline of its ticket. */
  sealed interface OfCallback extends QueueEvent {
    CallbackId callback();

    TicketNumber ticket();
  }

  /**
   * Promised by a person to somebody who is not on the phone.
   *
   * @param by who promised
   */
  record CallbackAgreed(Instant at, Callback promise, String by) implements OfCallback {
    @Override
    public CallbackId callback() {
      return promise.id();
    }

    @Override
    public TicketNumber ticket() {
      return promise.caller().ticket();
    }
  }

  /** To be served as soon as technician and place are free. */
  record CallbackDue(Instant at, CallbackId callback, TicketNumber ticket) implements OfCallback {}

  /**
   * Not served before a time.
   *
   * @param reason why
   */
  record CallbackHeld(
      Instant at, CallbackId callback, TicketNumber ticket, Refusal reason, Instant until)
      implements OfCallback {}

  /**
   * A technician's phone rings to keep the promise.
   *
   * @param order names the order at the exchange, with the callback
   * @param by {@code system}, or who clicked
   */
  record CallbackRung(
      Instant at,
      CallbackId callback,
      TicketNumber ticket,
      TechnicianId technician,
      int order,
      String by)
      implements OfCallback {
    public static final String SYSTEM = "system";
  }

  /**
   * He did not take it; no attempt, since the caller was not dialled.
   *
   * @param refusedUntil until when it is not offered to him again, or null
   */
  record CallbackNotTaken(
      Instant at,
      CallbackId callback,
      TicketNumber ticket,
      TechnicianId technician,
      int order,
      RingResult result,
      @Nullable Instant refusedUntil)
      implements OfCallback {}

  /**
   * The caller is dialled: this is an attempt.
   *
   * @param number what is dialled
   * @param attempt counts the attempts of the promise from 1
   * @param zone in which the day of the dial-out counts
   */
  record CallbackDialled(
      Instant at,
      CallbackId callback,
      TicketNumber ticket,
      TechnicianId technician,
      int order,
      int attempt,
      String number,
      ZoneId zone)
      implements OfCallback {}

  record CallbackJoined(
      Instant at, CallbackId callback, TicketNumber ticket, TechnicianId technician, int order)
      implements OfCallback {}

  /**
   * An attempt is over.
   *
   * @param joinedAt when the two were joined, or null
   * @param retryAt not before then the next attempt; null when there is none
   * @param wrapUpUntil until when the technician writes, or null
   */
  record AttemptEnded(
      Instant at,
      CallbackId callback,
      TicketNumber ticket,
      TechnicianId technician,
      int order,
      AttemptResult result,
      CallerWish wish,
      @Nullable Instant joinedAt,
      @Nullable Instant retryAt,
      @Nullable Instant wrapUpUntil)
      implements OfCallback {}

  /** The caller was answered in another call while an attempt was under way. */
  record CallbackOvertaken(Instant at, CallbackId callback, TicketNumber ticket, CallId call)
      implements OfCallback {}

  /**
   * The promise is kept: caller and technician have talked.
   *
   * @param joinedAt when they were joined
   * @param inTime before the promised time
   */
  record CallbackKept(
      Instant at,
      CallbackId callback,
      TicketNumber ticket,
      TechnicianId technician,
      Instant joinedAt,
      boolean inTime)
      implements OfCallback {}

  /**
   * The promise could not be kept by the queue and is work for people now.
   *
   * @param refusal with {@link Expiry#NUMBER}: why the number was not dialled, or null
   */
  record CallbackExpired(
      Instant at,
      CallbackId callback,
      TicketNumber ticket,
      Expiry reason,
      @Nullable Refusal refusal)
      implements OfCallback {
    /** Why a promise became work for people. */
    public enum Expiry {
      /** The time for it has passed. */
      TIME,
      /** All attempts are made. */
      ATTEMPTS,
      /** The number does not exist, or must not be dialled. */
      NUMBER
    }
  }

  /** All dialling out is stopped, or allowed again. */
  record DiallingSwitched(Instant at, boolean stopped, String by, String reason)
      implements QueueEvent {}

  /**
   * Closed by hand, or open again by the hours.
   *
   * @param until when it opens by itself, or null
   * @param by who; {@code system} when its time was over
   */
  record ClosedNowSwitched(
      Instant at, boolean closed, @Nullable Instant until, String by, String reason)
      implements QueueEvent {}

  /**
   * Callers hear first what is out of order, or no longer.
   *
   * @param recording what they hear, a sound of the exchange's own; null for the usual words
   */
  record OutageSwitched(
      Instant at, boolean on, String by, String reason, @Nullable String recording)
      implements QueueEvent {
    public OutageSwitched(Instant at, boolean on, String by, String reason) {
      this(at, on, by, reason, null);
    }
  }

  /**
   * The technician's own leg is hung up.
   *
   * @param wrapUpUntil until when he writes, or null when there is no wrap-up
   */
  record TechnicianReleased(
      Instant at, TechnicianId technician, CallId call, @Nullable Instant wrapUpUntil)
      implements QueueEvent {}

  record WrapUpEnded(Instant at, TechnicianId technician) implements QueueEvent {}

  record WrapUpExtended(Instant at, TechnicianId technician, Instant until) implements QueueEvent {}

  record TechnicianEnrolled(Instant at, TechnicianId technician) implements QueueEvent {}

  record TechnicianLeft(Instant at, TechnicianId technician) implements QueueEvent {}

  record DutyChanged(
      Instant at, TechnicianId technician, Technician.Duty duty, String reason, String by)
      implements QueueEvent {}

  record PhoneChanged(Instant at, TechnicianId technician, PhoneState state)
      implements QueueEvent {}
}
