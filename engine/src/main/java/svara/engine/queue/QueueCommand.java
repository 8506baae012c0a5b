package svara.engine.queue;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.CallerNumber;
import svara.engine.id.CommandId;
import svara.engine.id.TechnicianId;

/**
 * An order to a queue, or a fact of the outside that it must take in. Each may come twice, late or
 * out of order and does no harm then: its id is made of the exchange's own facts.
 */
public sealed interface QueueCommand {
  /** Names the fact; the journal is unique on it. */
  CommandId id();

  /** When it happened, by the engine's clock. */
  Instant at();

  /** A call has entered the queue and is parked at the exchange. */
  record OfferCall(CommandId id, Instant at, Caller caller) implements QueueCommand {}

  /** The caller pressed a key: one of {@code 0-9*#}. */
  record PressKey(CommandId id, Instant at, CallId call, char key) implements QueueCommand {}

  /** A waiting or turned-away caller has named and confirmed the number to call him back at. */
  record NameNumber(CommandId id, Instant at, CallId call, CallerNumber number)
      implements QueueCommand {}

  /** A dismissed or waiting caller heard the whole message and pressed nothing. */
  record EndMessage(CommandId id, Instant at, CallId call) implements QueueCommand {}

  /**
   * The caller's channel is gone.
   *
   * @param failed it ended by a technical fault, not by hanging up
   */
  record EndCall(CommandId id, Instant at, CallId call, boolean failed) implements QueueCommand {}

  /** Ringing ended without an answer and the call is parked again. */
  record EndRing(CommandId id, Instant at, CallId call, int attempt, RingResult result)
      implements QueueCommand {}

  /** Caller and technician are in one bridge. */
  record ConfirmAnswer(CommandId id, Instant at, CallId call, TechnicianId technician)
      implements QueueCommand {}

  /** The technician's own leg of the call is hung up. */
  record ReleaseTechnician(CommandId id, Instant at, CallId call, TechnicianId technician)
      implements QueueCommand {}

  /**
   * A technician signs on, off, or pauses.
   *
   * @param by who ordered it: a technician's id, {@code settings} or {@code system}
   */
  record ChangeDuty(
      CommandId id,
      Instant at,
      TechnicianId technician,
      Technician.Duty duty,
      String reason,
      String by)
      implements QueueCommand {}

  /** A technician has written up his call before his time for it is over. */
  record EndWrapUp(CommandId id, Instant at, TechnicianId technician) implements QueueCommand {}

  /**
   * A technician needs longer to write up his call.
   *
   * @param until at most an hour from now
   */
  record ExtendWrapUp(CommandId id, Instant at, TechnicianId technician, Instant until)
      implements QueueCommand {}

  /**
   * A free technician takes a waiting caller beyond the talking places, where the settings let him.
   *
   * @param by who ordered it
   */
  record TakeCall(CommandId id, Instant at, CallId call, TechnicianId technician, String by)
      implements QueueCommand {}

  /** The exchange reports a technician's phone, calls of this queue left out. */
  record NotePhone(CommandId id, Instant at, TechnicianId technician, PhoneState state)
      implements QueueCommand {}

  /**
   * The technicians that the settings name: new ones are signed on, those no longer named leave.
   */
  record EnrolTechnicians(CommandId id, Instant at, List<TechnicianId> technicians)
      implements QueueCommand {
    public EnrolTechnicians {
      technicians = List.copyOf(technicians);
    }
  }

  /** A person has called back himself and ticks the promise off. */
  record FinishCallback(CommandId id, Instant at, CallbackId callback, String by, String note)
      implements QueueCommand {}

  /** A promise is taken back. */
  record WithdrawCallback(CommandId id, Instant at, CallbackId callback, String by, String note)
      implements QueueCommand {}

  /** The technician did not take the offer of a promise; the caller was not dialled. */
  record EndOffer(
      CommandId id,
      Instant at,
      CallbackId callback,
      int order,
      TechnicianId technician,
      RingResult result)
      implements QueueCommand {}

  /** The number policy forbids to dial, at the last moment. */
  record RefuseOrder(CommandId id, Instant at, CallbackId callback, int order, Refusal reason)
      implements QueueCommand {}

  /** The caller is being dialled. */
  record NoteDialled(
      CommandId id, Instant at, CallbackId callback, int order, TechnicianId technician)
      implements QueueCommand {}

  /** The caller wants to talk: the two are joined. */
  record NoteJoined(
      CommandId id, Instant at, CallbackId callback, int order, TechnicianId technician)
      implements QueueCommand {}

  /**
   * An attempt is over, and the technician's own leg is hung up.
   *
   * @param joinedAt when the two were joined, where only the exchange knows it still; else null
   */
  record EndAttempt(
      CommandId id,
      Instant at,
      CallbackId callback,
      int order,
      AttemptResult result,
      CallerWish wish,
      @Nullable Instant joinedAt)
      implements QueueCommand {}

  /**
   * A technician calls back by a click, whoever else is due; counts as an attempt.
   *
   * @param by who clicked
   */
  record DialCallback(
      CommandId id, Instant at, CallbackId callback, TechnicianId technician, String by)
      implements QueueCommand {}

  /**
   * A person promises a callback to somebody who is not on the phone.
   *
   * @param caller whom, on which ticket; {@code call} names no call of the exchange
   * @param by who promises
   */
  record PromiseCallback(CommandId id, Instant at, Caller caller, String by)
      implements QueueCommand {}

  /** All dialling out is stopped at once, or allowed again. */
  record SwitchDialling(CommandId id, Instant at, boolean stopped, String by, String reason)
      implements QueueCommand {}

  /**
   * Closed by hand, or open again by the hours.
   *
   * @param until when it opens by itself, or null
   */
  record CloseNow(
      CommandId id, Instant at, boolean closed, @Nullable Instant until, String by, String reason)
      implements QueueCommand {}

  /**
   * Callers hear first what is out of order, or no longer.
   *
   * @param recording what they hear, a sound of the exchange's own; null for the usual words
   */
  record SwitchOutage(
      CommandId id, Instant at, boolean on, String by, String reason, @Nullable String recording)
      implements QueueCommand {
    public SwitchOutage(CommandId id, Instant at, boolean on, String by, String reason) {
      this(id, at, on, by, reason, null);
    }
  }

  /** A deadline of the state has passed. */
  record PassTime(CommandId id, Instant at) implements QueueCommand {}

  /**
   * A call that the exchange served alone while the engine was away, as its note says.
   *
   * @param queuedAt when it was put on hold, or null
   * @param answeredAt when two people talked, or null
   * @param endedAt when it ended
   * @param outcome how it ended
   * @param technician who answered, or null
   */
  record RecordOutageCall(
      CommandId id,
      Instant at,
      Caller caller,
      @Nullable Instant queuedAt,
      @Nullable Instant answeredAt,
      Instant endedAt,
      Outcome outcome,
      CallFlags flags,
      @Nullable TechnicianId technician)
      implements QueueCommand {}

  /**
   * A call found at the exchange that is already bridged with a technician: it began or was
   * answered while the engine was away and is counted as talking until it ends.
   */
  record AdoptTalking(
      CommandId id, Instant at, Caller caller, Instant answeredAt, TechnicianId technician)
      implements QueueCommand {}

  /**
   * A call in the exchange's own queue for which it rings technicians: begun while the engine was
   * away, it fills a talking place until it is answered or seen to wait again.
   */
  record AdoptRinging(CommandId id, Instant at, Caller caller, List<TechnicianId> technicians)
      implements QueueCommand {
    public AdoptRinging {
      technicians = List.copyOf(technicians);
    }
  }

  /** A talking call is found in the exchange's own queue: it was served without the engine. */
  record NoteAlone(CommandId id, Instant at, CallId call) implements QueueCommand {}
}
