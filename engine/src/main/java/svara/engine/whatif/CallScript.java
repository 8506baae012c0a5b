package svara.engine.whatif;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallerNumber;
import svara.engine.id.TechnicianId;
import svara.engine.queue.Caller;
import svara.engine.queue.QueueEvent.MetFull.Offer;
import svara.engine.queue.RingResult;

/** What one caller, and those who answered him, did as far as the journal tells. */
final class CallScript {
  final Caller caller;

  /** When the queue took the offer in; the journal's own time, which never goes back. */
  final long offered;

  final Act offer;
  final List<Ring> rings = new ArrayList<>();

  /** Hung up while waiting or ringing, so long after the offer. */
  @Nullable Act leaves;

  /** The line failed instead. */
  boolean failed;

  /** Heard what is out of order to its end, so long after it began. */
  @Nullable Act hearsOutage;

  /** Pressed 1 while waiting, so long after the offer. */
  @Nullable Act asksToBeCalled;

  /**
   * The number that he named to be called at; null where it is his own, or he was promised none.
   */
  @Nullable CallerNumber names;

  /** Waited so long and had not given up; how much longer he would have, nobody knows. */
  long waitedAtLeast;

  @Nullable Dismissal dismissal;
  @Nullable Act talkEnds;
  @Nullable Act released;
  @Nullable Act wrapUpEnds;

  /** Its end is known. */
  boolean over;

  CallScript(Caller caller, long offered, Act offer) {
    this.caller = caller;
    this.offered = offered;
    this.offer = offer;
  }

  /**
   * A ring of technicians and what came of it.
   *
   * @param technician who answered, or null
   * @param result how it ended without an answer; null with an answer, and when the caller left
   *     before anything came of it
   */
  record Ring(Act act, @Nullable TechnicianId technician, @Nullable RingResult result) {
    boolean brokenOff() {
      return technician == null && result == null;
    }
  }

  /** What the caller did when he was told that there is no room, or that it is closed. */
  static final class Dismissal {
    /** What he was told; null when it was closed. */
    final @Nullable Offer offer;

    @Nullable Act pressesKey;
    @Nullable Act hearsOut;

    /** So long after the message began, or after his key or the end of the message. */
    @Nullable Act hangsUp;

    Dismissal(@Nullable Offer offer) {
      this.offer = offer;
    }
  }
}
