package svara.engine.calendar;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * When a queue is open: spans of local time a weekday, in the queue's time zone, so that a clock
 * change moves nothing for the people who call.
 *
 * @param zone the time zone the spans are meant in
 * @param week spans a weekday; a weekday without an entry is closed
 * @param dates spans of single dates, in place of the weekday's: holidays and exceptions; no span
 *     is closed all day
 */
public record OpeningHours(
    ZoneId zone, Map<DayOfWeek, List<Span>> week, Map<LocalDate, List<Span>> dates) {
  private static final Duration YEAR = Duration.ofDays(366);
  private static final Comparator<Span> EARLIEST = Comparator.comparing(Span::from);

  /**
   * From (inclusive) to (exclusive) in local time; {@code to} of midnight means the end of the day.
   */
  public record Span(LocalTime from, LocalTime to) {
    /**
     * @throws IllegalArgumentException when the span is empty or runs backwards
     */
    public Span {
      if (!to.equals(LocalTime.MIDNIGHT) && !from.isBefore(to)) {
        throw new IllegalArgumentException("opening hours must run forwards: " + from + "-" + to);
      }
    }

    boolean contains(LocalTime time) {
      return !time.isBefore(from) && (to.equals(LocalTime.MIDNIGHT) || time.isBefore(to));
    }
  }

  public OpeningHours {
    week = Map.copyOf(week);
    dates = Map.copyOf(dates);
  }

  /** The same every week. */
  public OpeningHours(ZoneId zone, Map<DayOfWeek, List<Span>> week) {
    this(zone, week, Map.of());
  }

  /** Closed on those days, whatever weekday they are. */
  public OpeningHours closedOn(Collection<LocalDate> days) {
    Map<LocalDate, List<Span>> more = new HashMap<>(dates);
    days.forEach(day -> more.put(day, List.of()));
    return new OpeningHours(zone, week, more);
  }

  /** Open on single dates as it says there, which goes before holidays and weekdays. */
  public OpeningHours except(Map<LocalDate, List<Span>> exceptions) {
    Map<LocalDate, List<Span>> more = new HashMap<>(dates);
    more.putAll(exceptions);
    return new OpeningHours(zone, week, more);
  }

  /** Open day and night. */
  public static OpeningHours always() {
    List<Span> whole = List.of(new Span(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT));
    return new OpeningHours(
        ZoneId.of("Europe/Stockholm"),
        Map.of(
            DayOfWeek.MONDAY, whole,
            DayOfWeek.TUESDAY, whole,
            DayOfWeek.WEDNESDAY, whole,
            DayOfWeek.THURSDAY, whole,
            DayOfWeek.FRIDAY, whole,
            DayOfWeek.SATURDAY, whole,
            DayOfWeek.SUNDAY, whole));
  }

  public boolean openAt(Instant at) {
    ZonedDateTime local = at.atZone(zone);
    return spans(local.toLocalDate()).stream().anyMatch(span -> span.contains(local.toLocalTime()));
  }

  /**
   * The closed times of the coming days, the present one included; the last may go on after them.
   *
   * @param days 1 to 60
   */
  public List<Closed> closedFrom(Instant at, int days) {
    LocalDate first = at.atZone(zone).toLocalDate();
    Instant end = first.plusDays(days).atStartOfDay(zone).toInstant();
    List<Closed> closed = new ArrayList<>();
    Instant since = null;
    for (Instant edge : edges(first.minusDays(1), first.plusDays(days))) {
      boolean open = openAt(edge);
      if (!open && since == null) {
        since = edge;
      } else if (open && since != null) {
        if (edge.isAfter(at)) {
          closed.add(new Closed(since, edge));
        }
        since = null;
      }
    }
    if (since != null && since.isBefore(end)) {
      closed.add(new Closed(since, end));
    }
    return List.copyOf(closed);
  }

  /** The moments at which it may open or close. */
  private SortedSet<Instant> edges(LocalDate from, LocalDate to) {
    SortedSet<Instant> edges = new TreeSet<>();
    for (LocalDate day = from; day.isBefore(to); day = day.plusDays(1)) {
      edges.add(day.atStartOfDay(zone).toInstant());
      for (Span span : spans(day)) {
        edges.add(day.atTime(span.from()).atZone(zone).toInstant());
        if (!span.to().equals(LocalTime.MIDNIGHT)) {
          edges.add(day.atTime(span.to()).atZone(zone).toInstant());
        }
      }
    }
    return edges;
  }

  /** When it opens next after a moment at which it is closed; nothing when not within a year. */
  public Optional<Instant> nextOpening(Instant at) {
    return stretches(at).map(Stretch::from).filter(from -> from.isAfter(at)).findFirst();
  }

  /**
   * The moment at which so much opening time has passed since a moment. A clock change lengthens or
   * shortens no opening time: what counts is what passes.
   *
   * @return a year later at most, where it is hardly ever open
   */
  public Instant plusOpen(Instant at, Duration time) {
    Duration left = time;
    for (Stretch stretch : (Iterable<Stretch>) stretches(at)::iterator) {
      Instant from = stretch.from().isAfter(at) ? stretch.from() : at;
      Duration open = Duration.between(from, stretch.to());
      if (open.compareTo(left) >= 0) {
        return from.plus(left);
      }
      left = left.minus(open);
    }
    return at.plus(YEAR);
  }

  /** How long it is open between two moments; nothing when they run backwards. */
  public Duration openBetween(Instant from, Instant to) {
    Duration open = Duration.ZERO;
    LocalDate last = LocalDate.ofInstant(to, zone);
    for (LocalDate day = LocalDate.ofInstant(from, zone);
        !day.isAfter(last);
        day = day.plusDays(1)) {
      for (Span span : spans(day)) {
        Stretch stretch = stretch(day, span);
        Instant start = stretch.from().isAfter(from) ? stretch.from() : from;
        Instant end = stretch.to().isBefore(to) ? stretch.to() : to;
        open = end.isAfter(start) ? open.plus(Duration.between(start, end)) : open;
      }
    }
    return open;
  }

  /** Times it is open, in order, those alone that are not over at the moment; a year of them. */
  private Stream<Stretch> stretches(Instant at) {
    LocalDate first = LocalDate.ofInstant(at, zone);
    return first
        .datesUntil(first.plusDays(YEAR.toDays()))
        .flatMap(day -> spans(day).stream().sorted(EARLIEST).map(span -> stretch(day, span)))
        .filter(stretch -> stretch.to().isAfter(at));
  }

  private Stretch stretch(LocalDate day, Span span) {
    LocalDate last = span.to().equals(LocalTime.MIDNIGHT) ? day.plusDays(1) : day;
    return new Stretch(
        day.atTime(span.from()).atZone(zone).toInstant(),
        last.atTime(span.to()).atZone(zone).toInstant());
  }

  private List<Span> spans(LocalDate day) {
    List<Span> date = dates.get(day);
    return date != null ? date : week.getOrDefault(day.getDayOfWeek(), List.of());
  }

  /** From (inclusive) to (exclusive). */
  private record Stretch(Instant from, Instant to) {}
}
