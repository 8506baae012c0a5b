package svara.engine.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
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
  private final WaitHistogram toResponse = new WaitHistogram();
  private final WaitHistogram toSolution = new WaitHistogram();
  private final WaitHistogram callersWaits = new WaitHistogram();

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
      put(toResponse, ticket.toResponse(open));
      put(callersWaits, ticket.callersWait());
    }
    if (within(ticket.closedAt()) && !ticket.needless()) {
      closed.add(ticket);
      put(toSolution, ticket.toSolution(open));
    }
    return this;
  }

  private boolean within(@Nullable Instant at) {
    return at != null && !at.isBefore(from) && at.isBefore(to);
  }

  private static void put(WaitHistogram histogram, @Nullable Duration time) {
    if (time != null) {
      histogram.add(time);
    }
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

  /** Closed on the first contact and neither opened again nor followed within 7 days / closed. */
  public OptionalDouble firstContactResolution() {
    return closed.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) count(Of.SOLVED_AT_ONCE) / closed.size());
  }

  /** Opening time from the first contact until a person answered; of tickets opened in the span. */
  public WaitHistogram toResponse() {
    return toResponse;
  }

  /** Opening time until it was solved, without waiting for the requester; of those closed. */
  public WaitHistogram toSolution() {
    return toSolution;
  }

  /** Real time from the first call to being joined, of tickets opened in the span. */
  public WaitHistogram callersWaits() {
    return callersWaits;
  }

  /** Every figure by the name outsiders know it by; what is unknown is empty and not zero. */
  public SequencedMap<String, OptionalDouble> table() {
    SequencedMap<String, OptionalDouble> table = new LinkedHashMap<>();
    table.put("ticketsOpened", OptionalDouble.of((double) count(Of.OPENED)));
    table.put("ticketsUnanswered", OptionalDouble.of((double) count(Of.UNANSWERED)));
    table.put("ticketsClosed", OptionalDouble.of((double) count(Of.CLOSED)));
    table.put("ticketsSolvedAtOnce", OptionalDouble.of((double) count(Of.SOLVED_AT_ONCE)));
    table.put("firstContactResolution", firstContactResolution());
    times(table, "firstResponse", toResponse);
    times(table, "solution", toSolution);
    times(table, "callersWait", callersWaits);
    return table;
  }

  private static void times(
      SequencedMap<String, OptionalDouble> table, String name, WaitHistogram times) {
    table.put(name + "MedianSeconds", seconds(times.median()));
    table.put(name + "P90Seconds", seconds(times.percentile(0.9)));
    table.put(name + "MeanSeconds", seconds(times.mean()));
  }

  private static OptionalDouble seconds(Optional<Duration> time) {
    return time.map(t -> OptionalDouble.of(t.toMillis() / 1_000.0)).orElse(OptionalDouble.empty());
  }
}
