package svara.engine.statistics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.queue.AttemptResult;
import svara.engine.queue.CallFlags;
import svara.engine.queue.Outcome;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.Technician.Duty;

/** One reference day, see {@code days/README.md}. */
public final class DayText {
  public static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");

  private final String name;
  private final QueueId queue;
  private final List<CallMoments> calls = new ArrayList<>();
  private final List<PromiseMoments> promises = new ArrayList<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private final List<Work> works = new ArrayList<>();
  private final Map<String, OptionalDouble> expected = new LinkedHashMap<>();
  private final Map<Instant, Map<String, OptionalDouble>> expectedOfHours = new LinkedHashMap<>();
  private LocalDate day;
  private boolean figures;

  /** A dial-out to the caller of a promise. */
  public record Attempt(CallbackId callback, Instant dialledAt, AttemptResult result) {}

  /**
   * What a technician did.
   *
   * @param call whose call it belongs to, or null
   * @param offeredAt when that call was offered, or null
   */
  public record Work(QueueEvent event, CallId call, Instant offeredAt) {}

  private DayText(String name) {
    this.name = name;
    this.queue = new QueueId(name.replace('-', '_').substring(0, Math.min(40, name.length())));
  }

  /** All days, by name. */
  public static List<DayText> all() {
    URL folder = DayText.class.getResource("/days");
    try {
      if (folder.getProtocol().equals("jar")) {
        try (FileSystem jar = FileSystems.newFileSystem(folder.toURI(), Map.of())) {
          return read(jar.getPath("/days"));
        }
      }
      return read(Path.of(folder.toURI()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<DayText> read(Path folder) throws IOException {
    List<DayText> days = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
        days.add(parse(file.getFileName().toString().replace(".txt", ""), Files.readString(file)));
      }
    }
    return days;
  }

  static DayText parse(String name, String text) {
    DayText day = new DayText(name);
    for (String line : text.lines().toList()) {
      Deque<String> words = new ArrayDeque<>(List.of(line.strip().split("\\s+")));
      String first = words.poll();
      if (first.isEmpty() || first.startsWith("#")) {
        continue;
      }
      if (day.figures) {
        day.figure(first, words);
      } else {
        day.happened(first, words);
      }
    }
    return day;
  }

  private void happened(String first, Deque<String> words) {
    switch (first) {
      case "day" -> day = LocalDate.parse(words.poll());
      case "call" -> call(words);
      case "promise" -> promise(words);
      case "attempt" ->
          attempts.add(
              new Attempt(
                  promises.getLast().callback(), time(words), AttemptResult.valueOf(words.poll())));
      case "duty" -> {
        TechnicianId who = new TechnicianId(words.poll());
        works.add(new Work(new QueueEvent.TechnicianEnrolled(time(words), who), null, null));
        works.add(new Work(new QueueEvent.TechnicianLeft(time(words), who), null, null));
      }
      case "pause" -> {
        TechnicianId who = new TechnicianId(words.poll());
        works.add(duty(time(words), who, Duty.PAUSED));
        works.add(duty(time(words), who, Duty.ON));
      }
      case "figures" -> figures = true;
      default -> throw new IllegalArgumentException(name + ": " + first);
    }
  }

  private void figure(String first, Deque<String> words) {
    if (first.equals("hour")) {
      Instant hour = time(new ArrayDeque<>(List.of(words.poll().replaceFirst(":00", ":00:00"))));
      expectedOfHours
          .computeIfAbsent(hour, _ -> new LinkedHashMap<>())
          .put(words.poll(), value(words.poll()));
    } else {
      expected.put(first, value(words.poll()));
    }
  }

  private static OptionalDouble value(String word) {
    return word.equals("-") ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(word));
  }

  private void call(Deque<String> words) {
    Instant offered = time(words);
    Outcome outcome = Outcome.valueOf(words.poll());
    Duration wait = Duration.ZERO;
    Duration talk = Duration.ZERO;
    boolean queued = false;
    boolean full = false;
    boolean outside = false;
    boolean alone = false;
    Boolean message = null;
    TechnicianId by = null;
    Duration wrapUp = null;
    boolean cut = false;
    while (!words.isEmpty()) {
      switch (words.poll()) {
        case "wait" -> wait = Duration.ofSeconds(Long.parseLong(words.poll()));
        case "talk" -> talk = Duration.ofSeconds(Long.parseLong(words.poll()));
        case "queued" -> queued = true;
        case "full" -> full = true;
        case "outside" -> outside = true;
        case "alone" -> alone = true;
        case "message" -> message = true;
        case "by" -> by = new TechnicianId(words.poll());
        case "cut" -> cut = true;
        case "wrap" -> wrapUp = Duration.ofSeconds(Long.parseLong(words.poll()));
        default -> throw new IllegalArgumentException(name + ": a word that no call has");
      }
    }
    boolean answered = outcome == Outcome.ANSWERED;
    calls.add(
        new CallMoments(
            queue,
            new CallId(queue + "-" + calls.size()),
            offered,
            queued ? offered : null,
            answered ? offered.plus(wait) : null,
            offered.plus(wait).plus(talk),
            outcome,
            new CallFlags(full, outside, alone, null, message)));
    if (by != null) {
      served(calls.getLast(), by, wrapUp, cut);
    }
  }

  private void served(CallMoments call, TechnicianId by, Duration wrapUp, boolean cut) {
    Instant end = call.endedAt();
    List<QueueEvent> events = new ArrayList<>();
    events.add(new QueueEvent.CallAnswered(call.answeredAt(), call.call(), by));
    events.add(
        new QueueEvent.TechnicianReleased(
            end, by, call.call(), wrapUp == null ? null : end.plus(wrapUp)));
    if (wrapUp != null && !cut) {
      events.add(new QueueEvent.WrapUpEnded(end.plus(wrapUp), by));
    }
    events.forEach(event -> works.add(new Work(event, call.call(), call.offeredAt())));
  }

  private static Work duty(Instant at, TechnicianId who, Duty duty) {
    return new Work(new QueueEvent.DutyChanged(at, who, duty, "", who.value()), null, null);
  }

  private void promise(Deque<String> words) {
    Instant promised = time(words);
    words.poll();
    Instant arrived = time(words);
    PromiseMoments.Fate fate = PromiseMoments.Fate.OPEN;
    Instant closed = null;
    if (!words.isEmpty()) {
      fate = PromiseMoments.Fate.valueOf(words.poll().toUpperCase(java.util.Locale.ROOT));
      closed = time(words);
    }
    CallbackId id = new CallbackId("cb-" + queue + "-p" + promises.size());
    promises.add(new PromiseMoments(queue, id, arrived, promised, closed, fate));
  }

  /** A local time, with a date before it or an offset behind it where it needs one. */
  private Instant time(Deque<String> words) {
    String word = words.poll();
    LocalDate date = day;
    if (word.length() == 10 && word.charAt(4) == '-') {
      date = LocalDate.parse(word);
      word = words.poll();
    }
    if (word.length() > 8) {
      return OffsetDateTime.of(
              date, LocalTime.parse(word.substring(0, 8)), ZoneOffset.of(word.substring(8)))
          .toInstant();
    }
    return LocalDateTime.of(date, LocalTime.parse(word)).atZone(ZONE).toInstant();
  }

  public String name() {
    return name;
  }

  public QueueId queue() {
    return queue;
  }

  public List<CallMoments> calls() {
    return calls;
  }

  public List<PromiseMoments> promises() {
    return promises;
  }

  public List<Attempt> attempts() {
    return attempts;
  }

  /** What technicians did, in order. */
  public List<Work> works() {
    return works.stream().sorted(Comparator.comparing(work -> work.event().at())).toList();
  }

  /** Folds what is beside the calls. */
  void countRest(Statistics statistics) {
    promises.forEach(statistics::promise);
    attempts.forEach(a -> statistics.attempt(queue, a.dialledAt(), a.result()));
    TechnicianClocks clocks = new TechnicianClocks();
    works()
        .forEach(work -> clocks.add(work.event(), work.offeredAt(), statistics.technicians(queue)));
  }

  /** The whole day, cut by hour. */
  public Statistics.Span span() {
    Instant start = day.atStartOfDay(ZONE).toInstant();
    Instant end = day.plusDays(1).atStartOfDay(ZONE).toInstant();
    return new Statistics.Span(start, end, ZONE, Statistics.By.HOUR);
  }

  /** What is not as it must be, in words. */
  public List<String> differences(Statistics statistics) {
    List<String> found = new ArrayList<>(differences("", expected, statistics.all()));
    FigureTable.of(statistics.all())
        .forEach((figure, value) -> {
          if (!expected.containsKey(figure) && value.orElse(0) != 0) {
            found.add("%s: %s is not named and is %s".formatted(name, figure, value));
          }
        });
    Map<Instant, Figures> hours = new LinkedHashMap<>();
    statistics.parts().forEach(part -> hours.put(part.from(), part.figures()));
    expectedOfHours.forEach((hour, values) -> {
      if (hours.containsKey(hour)) {
        found.addAll(differences(hour + " ", values, hours.get(hour)));
      } else {
        found.add(hour + " is no hour of this day");
      }
    });
    if (!statistics.all().addsUp()) {
      found.add("outcomes do not add up to the calls offered");
    }
    return found;
  }

  private List<String> differences(
      String where, Map<String, OptionalDouble> wanted, Figures figures) {
    Map<String, OptionalDouble> is = FigureTable.of(figures);
    List<String> found = new ArrayList<>();
    wanted.forEach((figure, value) -> {
      OptionalDouble got = is.get(figure);
      if (got == null || !same(value, got)) {
        found.add("%s: %s%s must be %s and is %s".formatted(name, where, figure, value, got));
      }
    });
    return found;
  }

  /** To four decimals. */
  public static boolean same(OptionalDouble one, OptionalDouble other) {
    return one.isPresent() == other.isPresent()
        && Math.abs(one.orElse(0) - other.orElse(0)) < 0.00006;
  }

  @Override
  public String toString() {
    return name;
  }
}
