package svara.engine.statistics;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import svara.engine.calendar.OpeningHours;
import svara.engine.statistics.FigureFold.Kept;

/**
 * The figures of a set of tickets as sums, so that those of any parts can be put together. What is
 * counted of a ticket's opening and of its end is taken in apart, for they belong to different
 * times.
 */
public final class TicketSums {
  private long opened;
  private long answered;
  private long joined;
  private long closed;
  private long solvedAtOnce;
  private final WaitHistogram toResponse = new WaitHistogram();
  private final WaitHistogram toSolution = new WaitHistogram();
  private final WaitHistogram callersWaits = new WaitHistogram();

  /** A ticket was opened in this time. */
  TicketSums opened(TicketMoments ticket, OpeningHours hours) {
    opened++;
    answered += ticket.respondedAt() == null ? 0 : 1;
    joined += ticket.callersWait() == null ? 0 : 1;
    put(toResponse, ticket.toResponse(hours));
    put(callersWaits, ticket.callersWait());
    return this;
  }

  /** A ticket was closed in this time and is so still; not one taken care of on another. */
  TicketSums closed(TicketMoments ticket, OpeningHours hours) {
    closed++;
    solvedAtOnce += ticket.solvedAtOnce() ? 1 : 0;
    put(toSolution, ticket.toSolution(hours));
    return this;
  }

  private static void put(WaitHistogram histogram, @Nullable Duration time) {
    if (time != null) {
      histogram.add(time);
    }
  }

  TicketSums merge(TicketSums other) {
    opened += other.opened;
    answered += other.answered;
    joined += other.joined;
    closed += other.closed;
    solvedAtOnce += other.solvedAtOnce;
    toResponse.merge(other.toResponse);
    toSolution.merge(other.toSolution);
    callersWaits.merge(other.callersWaits);
    return this;
  }

  public long opened() {
    return opened;
  }

  /** Of those opened, by now answered by a person. */
  public long answered() {
    return answered;
  }

  public long unanswered() {
    return opened - answered;
  }

  /** Of those opened, by a call whose caller has been talked with. */
  public long joined() {
    return joined;
  }

  public long closed() {
    return closed;
  }

  public long solvedAtOnce() {
    return solvedAtOnce;
  }

  /** Closed on the first contact and neither opened again nor followed within 7 days / closed. */
  public OptionalDouble firstContactResolution() {
    return closed == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) solvedAtOnce / closed);
  }

  /** Opening time from the first contact until a person answered; of tickets opened. */
  public WaitHistogram toResponse() {
    return toResponse;
  }

  /** Opening time until it was solved, without waiting for the requester; of those closed. */
  public WaitHistogram toSolution() {
    return toSolution;
  }

  /** Real time from the first call to being joined, of tickets opened. */
  public WaitHistogram callersWaits() {
    return callersWaits;
  }

  /** Every figure by the name outsiders know it by; what is unknown is empty and not zero. */
  public SequencedMap<String, OptionalDouble> table() {
    SequencedMap<String, OptionalDouble> table = new LinkedHashMap<>();
    table.put("ticketsOpened", OptionalDouble.of((double) opened));
    table.put("ticketsUnanswered", OptionalDouble.of((double) unanswered()));
    table.put("ticketsClosed", OptionalDouble.of((double) closed));
    table.put("ticketsSolvedAtOnce", OptionalDouble.of((double) solvedAtOnce));
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

  Kept kept() {
    Map<String, Long> counts = new HashMap<>();
    FigureFold.put(counts, "ticketsOpened", opened);
    FigureFold.put(counts, "ticketsAnswered", answered);
    FigureFold.put(counts, "ticketsJoined", joined);
    FigureFold.put(counts, "ticketsClosed", closed);
    FigureFold.put(counts, "ticketsSolvedAtOnce", solvedAtOnce);
    Map<String, WaitHistogram.Kept> waits = new HashMap<>();
    FigureFold.put(waits, "toResponse", toResponse);
    FigureFold.put(waits, "toSolution", toSolution);
    FigureFold.put(waits, "callersWaits", callersWaits);
    return new Kept(counts, waits);
  }

  static TicketSums of(Kept kept) {
    TicketSums sums = new TicketSums();
    sums.opened = kept.counts().getOrDefault("ticketsOpened", 0L);
    sums.answered = kept.counts().getOrDefault("ticketsAnswered", 0L);
    sums.joined = kept.counts().getOrDefault("ticketsJoined", 0L);
    sums.closed = kept.counts().getOrDefault("ticketsClosed", 0L);
    sums.solvedAtOnce = kept.counts().getOrDefault("ticketsSolvedAtOnce", 0L);
    FigureFold.merge(sums.toResponse, kept.waits().get("toResponse"));
    FigureFold.merge(sums.toSolution, kept.waits().get("toSolution"));
    FigureFold.merge(sums.callersWaits, kept.waits().get("callersWaits"));
    return sums;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TicketSums that && kept().equals(that.kept());
  }

  @Override
  public int hashCode() {
    return Long.hashCode(opened);
  }

  @Override
  public String toString() {
    return table().toString();
  }
}
