package svara.engine.statistics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.QueueId;

/**
 * The figures of tickets. A ticket's answer belongs to the time it was opened in, its solution to
 * the time it was closed in.
 */
public final class TicketFigures {
  private final Instant from;
  private final Instant to;
  private final Function<@Nullable QueueId, OpeningHours> hours;
  private final List<TicketMoments> opened = new ArrayList<>();
  private final List<TicketMoments> closed = new ArrayList<>();
  private final TicketSums sums = new TicketSums();

  /**
   * Figures of a span.
   *
   * @param hours the opening hours of a queue, and of tickets without one
   */
  public TicketFigures(Instant from, Instant to, Function<@Nullable QueueId, OpeningHours> hours) {
    this.from = from;
    this.to = to;
    this.hours = hours;
  }

  public TicketFigures add(TicketMoments ticket) {
    OpeningHours open = hours.apply(ticket.queue());
    if (within(ticket.openedAt())) {
      opened.add(ticket);
      sums.opened(ticket, open);
    }
    if (within(ticket.closedAt()) && !ticket.needless()) {
      closed.add(ticket);
      sums.closed(ticket, open);
    }
    return this;
  }

  private boolean within(@Nullable Instant at) {
    return at != null && !at.isBefore(from) && at.isBefore(to);
  }

  /** What a figure counts, so that its tickets can be listed. */
  public enum Of {
    OPENED,
    /** Opened in the span, and by now answered by a person. */
    ANSWERED,
    UNANSWERED,
    /** Opened by a call in the span whose caller has been talked with. */
    JOINED,
    CLOSED,
    SOLVED_AT_ONCE
  }

  /** The tickets behind a figure, in the order they came. */
  public List<TicketMoments> tickets(Of of) {
    return switch (of) {
      case OPENED -> List.copyOf(opened);
      case ANSWERED -> opened.stream().filter(t -> t.respondedAt() != null).toList();
      case UNANSWERED -> opened.stream().filter(t -> t.respondedAt() == null).toList();
      case JOINED -> opened.stream().filter(t -> t.callersWait() != null).toList();
      case CLOSED -> List.copyOf(closed);
      case SOLVED_AT_ONCE -> closed.stream().filter(TicketMoments::solvedAtOnce).toList();
    };
  }

  public long count(Of of) {
    return tickets(of).size();
  }

  /** The figures. */
  public TicketSums sums() {
    return sums;
  }

  /** Every figure by the name outsiders know it by; what is unknown is empty and not zero. */
  public SequencedMap<String, OptionalDouble> table() {
    return sums.table();
  }
}
