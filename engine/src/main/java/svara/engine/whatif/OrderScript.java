package svara.engine.whatif;

import org.jspecify.annotations.Nullable;
import svara.engine.queue.AttemptResult;
import svara.engine.queue.CallerWish;
import svara.engine.queue.RingResult;

/** What came of one order to call back; all times from when the technician's phone rang. */
final class OrderScript {
  @Nullable Act notTaken;
  @Nullable RingResult why;
  @Nullable Act dialled;
  @Nullable Act joined;
  @Nullable Act ended;
  @Nullable AttemptResult result;
  CallerWish wish = CallerWish.NONE;
  @Nullable Act wrapUpEnds;

  /** Whether its end is known. */
  boolean complete() {
    return notTaken != null || ended != null;
  }
}
