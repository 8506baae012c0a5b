package svara.engine.statistics;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.queue.AttemptResult;

/**
 * The fold of a span of time: all calls, by queue, and by hour or day of the time zone. A call
 * belongs where it was offered.
 */
public final class Statistics {
  private final Span span;
  private final FigureFold all = new FigureFold();
  private final Map<QueueId, FigureFold> queues = new TreeMap<>(Comparator.naturalOrder());
  private final Map<Instant, FigureFold> parts = new TreeMap<>();

  /**
   * Which time, and how it is cut.
   *
   * @param from inclusive
   * @param to exclusive
   * @param by what parts, or null for none
   */
  public record Span(Instant from, Instant to, ZoneId zone, @Nullable By by) {
    /** Whether a moment is within it. */
    public boolean contains(Instant at) {
      return !at.isBefore(from) && at.isBefore(to);
    }

    /** The starts of all parts that touch the span, in order; none without a cut. */
    public List<Instant> parts() {
      List<Instant> starts = new ArrayList<>();
      if (by == null) {
        return starts;
      }
      for (Instant at = by.startOf(from, zone); at.isBefore(to); at = by.endOf(at, zone)) {
        starts.add(at);
      }
      return starts;
    }
  }

  /** How long a part is. A local hour is cut on the time line, so a repeated hour is two parts. */
  public enum By {
    HOUR {
      @Override
      public Instant startOf(Instant at, ZoneId zone) {
        return at.atZone(zone).truncatedTo(ChronoUnit.HOURS).toInstant();
      }

      @Override
      public Instant endOf(Instant start, ZoneId zone) {
        return start.plus(1, ChronoUnit.HOURS);
      }
    },
    DAY {
      @Override
      public Instant startOf(Instant at, ZoneId zone) {
        return at.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
      }

      @Override
      public Instant endOf(Instant start, ZoneId zone) {
        return start.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
      }
    },
    MONTH {
      @Override
      public Instant startOf(Instant at, ZoneId zone) {
        return at.atZone(zone).toLocalDate().withDayOfMonth(1).atStartOfDay(zone).toInstant();
      }

      @Override
      public Instant endOf(Instant start, ZoneId zone) {
        LocalDate first = start.atZone(zone).toLocalDate().withDayOfMonth(1);
        return first.plusMonths(1).atStartOfDay(zone).toInstant();
      }
    };

    /** The start of the part that a moment is in. */
    public abstract Instant startOf(Instant at, ZoneId zone);

    /** The end of the part that starts then. */
    public abstract Instant endOf(Instant start, ZoneId zone);

    /** The start of the first part that begins at that moment or later. */
    public Instant ceiling(Instant at, ZoneId zone) {
      Instant start = startOf(at, zone);
      return start.equals(at) ? at : endOf(start, zone);
    }

    /** Cuts a time where parts begin, and hands on each piece. */
    public void cut(Instant from, Instant to, ZoneId zone, BiConsumer<Instant, Instant> piece) {
      for (Instant start = from; start.isBefore(to); ) {
        Instant end = endOf(startOf(start, zone), zone);
        Instant until = end.isBefore(to) ? end : to;
        piece.accept(start, until);
        start = until;
      }
    }
  }

  /** The figures of one part. */
  public record Part(Instant from, Instant to, Figures figures) {}

  public Statistics(Span span) {
    this.span = span;
    span.parts().forEach(start -> parts.put(start, new FigureFold()));
  }

  /** The local day that a moment is in, uncut. */
  public static Span dayOf(Instant at, ZoneId zone) {
    ZonedDateTime start = at.atZone(zone).toLocalDate().atStartOfDay(zone);
    return new Span(start.toInstant(), start.plusDays(1).toInstant(), zone, null);
  }

  /** A queue was offered a call. */
  public void offered(CallMoments call) {
    at(call, FigureFold::offered);
  }

  /** A queue holds an offered call that has not ended. */
  public void inProgress(CallMoments call) {
    at(call, FigureFold::inProgress);
  }

  /** A call was closed. */
  public void ended(CallMoments call) {
    at(call, fold -> fold.ended(call));
  }

  /** A promise was made. */
  public void promise(PromiseMoments promise) {
    at(promise.queue(), promise.promisedAt(), fold -> fold.promise(promise));
  }

  /** A caller who is owed a callback was dialled. */
  public void attempt(QueueId queue, Instant dialledAt, AttemptResult result) {
    at(queue, dialledAt, fold -> fold.attempt(result));
  }

  /** The span begins or ends within an hour: technicians' time in it is not known. */
  public void workUnknown() {
    all.workUnknown();
    queues.values().forEach(FigureFold::workUnknown);
    parts.values().forEach(FigureFold::workUnknown);
  }

  /** Takes the time of a queue's technicians as it passes. */
  public TechnicianClocks.Passing technicians(QueueId queue) {
    return new TechnicianClocks.Passing() {
      @Override
      public void onDuty(TechnicianId technician, Instant from, Instant to, boolean busy) {
        By cut = span.by() == null ? By.DAY : span.by();
        Instant since = from.isBefore(span.from()) ? span.from() : from;
        Instant until = to.isAfter(span.to()) ? span.to() : to;
        cut.cut(
            since,
            until,
            span.zone(),
            (start, end) ->
                at(queue, start, fold -> fold.onDuty(Duration.between(start, end), busy)));
      }

      @Override
      public void wrappedUp(TechnicianId technician, Instant offeredAt, Duration time) {
        at(queue, offeredAt, fold -> fold.wrappedUp(time));
      }
    };
  }

  /**
   * What was folded before of a queue's hour or day.
   *
   * @param start of that hour or day, which lies within one part of the span
   */
  public void folded(QueueId queue, Instant start, FigureFold kept) {
    at(queue, start, fold -> fold.merge(kept));
  }

  /** Counts it wherever it belongs; a call that was not offered within the span belongs nowhere. */
  private void at(CallMoments call, Consumer<FigureFold> count) {
    at(call.queue(), call.offeredAt(), count);
  }

  private void at(QueueId queue, Instant at, Consumer<FigureFold> count) {
    if (!span.contains(at)) {
      return;
    }
    count.accept(all);
    count.accept(queues.computeIfAbsent(queue, q -> new FigureFold()));
    By by = span.by();
    if (by != null) {
      Instant start = by.startOf(at, span.zone());
      count.accept(parts.computeIfAbsent(start, s -> new FigureFold()));
    }
  }

  public Span span() {
    return span;
  }

  public Figures all() {
    return all.figures();
  }

  /** By queue, those that were offered calls or had technicians on duty, by name. */
  public Map<QueueId, Figures> byQueue() {
    Map<QueueId, Figures> figures = new LinkedHashMap<>();
    queues.forEach((queue, fold) -> figures.put(queue, fold.figures()));
    return figures;
  }

  /** By hour or day, in order, those without calls included; empty without a cut. */
  public List<Part> parts() {
    By by = span.by();
    if (by == null) {
      return List.of();
    }
    List<Part> list = new ArrayList<>();
    parts.forEach(
        (start, fold) -> list.add(new Part(start, by.endOf(start, span.zone()), fold.figures())));
    return list;
  }

  /**
   * By weekday and hour of the local clock, from a cut by hour.
   *
   * @throws IllegalStateException when the span is not cut by hour
   */
  public Map<WeekHour, Figures> byWeekHour() {
    if (span.by() != By.HOUR) {
      throw new IllegalStateException("the span is not cut by hour");
    }
    Map<WeekHour, FigureFold> folds = new TreeMap<>(WeekHour.ORDER);
    parts.forEach((start, fold) ->
        folds.computeIfAbsent(WeekHour.of(start, span.zone()), w -> new FigureFold()).merge(fold));
    Map<WeekHour, Figures> figures = new LinkedHashMap<>();
    folds.forEach((when, fold) -> figures.put(when, fold.figures()));
    return figures;
  }

  /** An hour of the week. */
  public record WeekHour(DayOfWeek day, int hour) {
    private static final Comparator<WeekHour> ORDER =
        Comparator.comparing(WeekHour::day).thenComparingInt(WeekHour::hour);

    static WeekHour of(Instant at, ZoneId zone) {
      ZonedDateTime local = at.atZone(zone);
      return new WeekHour(local.getDayOfWeek(), local.getHour());
    }
  }
}
