package svara.engine.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TechnicianId;

/** Where an open promise stands. */
public sealed interface CallbackStage {

  /** Owed, and not served before this time: a retry, or the next opening. */
  record Owed(Instant notBefore) implements CallbackStage {}

  /** To be served as soon as a technician and a place are free. */
  record Due() implements CallbackStage {}

  /** In somebody's hands: it fills a talking place. */
  sealed interface UnderWay extends CallbackStage {
    /** Names the order at the exchange, with the callback. */
    int order();

    TechnicianId technician();
  }

  /**
   * The technician's phone rings, or he hears why; the caller has not been dialled as far as is
   * known.
   *
   * @param back where the promise goes when he does not take it: not before this time, or null when
   *     it is due
   */
  record Offered(int order, TechnicianId technician, Instant since, @Nullable Instant back)
      implements UnderWay {}

  /** The caller's phone rings, or he hears who calls. */
  record Dialling(int order, TechnicianId technician, Instant since) implements UnderWay {}

  /** The two talk. */
  record Joined(int order, TechnicianId technician, Instant since) implements UnderWay {}
}
