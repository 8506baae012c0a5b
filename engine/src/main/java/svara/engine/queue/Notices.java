package svara.engine.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What people have switched on for all callers.
 *
 * @param closedNow new callers are told that it is closed, whatever the opening hours; or null
 * @param outage callers hear first what is known to be out of order; or null
 */
public record Notices(@Nullable ClosedNow closedNow, @Nullable Outage outage) {
  static final Notices NONE = new Notices(null, null);

  /**
   * Closed by hand.
   *
   * @param until when it opens again by itself, or null when somebody must open it
   */
  public record ClosedNow(Instant since, @Nullable Instant until, String by, String reason) {}

  /**
   * Something is out of order.
   *
   * @param recording what callers hear, a sound of the exchange's own; null for the usual words
   */
  public record Outage(Instant since, String by, String reason, @Nullable String recording) {}

  Notices with(@Nullable ClosedNow next) {
    return new Notices(next, outage);
  }

  Notices with(@Nullable Outage next) {
    return new Notices(closedNow, next);
  }
}
