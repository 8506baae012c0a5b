package svara.engine.port;

import java.time.Instant;
import java.util.Optional;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.TechnicianId;
import svara.engine.queue.PhoneState;
import svara.engine.queue.RingResult;

/** What the exchange reports. Each fact may be reported twice. Times are by the engine's clock. */
public interface PhoneListener {
  /** A call is parked and can be given orders: it has just arrived, or it was found. */
  void offered(OfferedCall call);

  /**
   * A waiting caller pressed a key outside of {@link PhoneSystem#ask}.
   *
   * @param serial tells one press of the call from the others for ever, whoever reports it: made of
   *     the exchange's own facts, it neither changes nor begins anew with another engine
   */
  void keyed(CallId call, char key, long serial, Instant at);

  /** Nobody answered and the call is parked again. */
  void ringEnded(CallId call, int attempt, RingResult result, Instant at);

  /** Caller and technician are in one bridge. */
  void answered(CallId call, TechnicianId technician, Instant at);

  /**
   * The technician's own leg is hung up; comes for every leg that was {@link #answered}, before or
   * after the caller's {@link #ended}.
   */
  void released(CallId call, TechnicianId technician, Instant at);

  /**
   * The caller's channel is gone.
   *
   * @param failed by a technical fault (Q.850 cause of a failure), not by hanging up
   */
  void ended(CallId call, boolean failed, Instant at);

  /** A technician's phone, calls from this engine left out. */
  void phone(TechnicianId technician, PhoneState state, Instant at);

  /**
   * A technician has dialled a code on his own phone, and waits to hear what came of it: {@link
   * PhoneSystem#dismiss} says it. Told nothing within 10 s, he hears that it did not work.
   *
   * @param call of this dialling alone: nothing else is ever reported of it
   * @param recording with {@link FeatureCode#OUTAGE_MESSAGE}: the message that he has spoken, heard
   *     and kept before, as a sound of the exchange's own; empty when he has not
   */
  default void dialledCode(
      CallId call,
      TechnicianId technician,
      FeatureCode code,
      Optional<String> recording,
      Instant at) {
    // of no interest to one who has no technicians
  }

  /** A step of a callback's attempt; see {@link CallbackPhones}. */
  default void attempted(CallbackId callback, int attempt, CallbackPhones.Step step, Instant at) {
    // of no interest to one who orders no callbacks
  }

  /**
   * Somebody whom the exchange knows by neither address nor name wanted to call or to register, and
   * was refused.
   *
   * @param from the address he came from, without a port
   */
  default void strangerRefused(String from, Instant at) {
    // of no interest to one who counts nothing
  }

  /** The connection to the exchange changed; after UP everything is to be compared anew. */
  void connection(Connection state);

  /** The connection to the exchange. */
  enum Connection {
    UP,
    /** Answers come late; the engine must not promise to be there. */
    SLOW,
    DOWN
  }
}
