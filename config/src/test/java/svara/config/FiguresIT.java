package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import svara.engine.id.QueueId;
import svara.engine.port.FigureStore;
import svara.engine.port.FigureStore.Rebuilt;
import svara.engine.postgres.Statements;
import svara.engine.queue.CallFlags;
import svara.engine.queue.Outcome;
import svara.engine.statistics.CallMoments;
import svara.engine.statistics.DayText;
import svara.engine.statistics.FigureTable;
import svara.engine.statistics.Statistics;

/** Figures kept in a real database, and the same ones computed by plain SQL. */
@Tag("storage")
@Timeout(180)
class FiguresIT {
  /** Unknown where a span begins or ends within an hour. */
  private static final Set<String> OF_WHOLE_HOURS =
      Set.of("averageWrapUpSeconds", "averageHandlingSeconds", "onDutySeconds", "occupancy");

  @RegisterExtension final TestDatabase database = TestDatabase.embedded();

  private FigureStore figures() {
    return database.stores().figures();
  }

  private void keepUp() {
    while (figures().keepUp().await() > 0) {
      // until nothing is left to fold
    }
  }

  @Test
  void everyReferenceDayIsTheSameKeptInTheTailAndBySql() throws Exception {
    List<DayText> days = DayText.all();
    List<String> found = new ArrayList<>();
    for (DayText day : days) {
      JournalOfCalls.write(database.stores().queues(), day);
      // nothing is folded yet
      found.addAll(day.differences(read(day.queue(), day.span())));
    }
    keepUp();
    for (DayText day : days) {
      Statistics kept = read(day.queue(), day.span());
      found.addAll(day.differences(kept));
      found.addAll(bySql(day.queue(), kept));
    }
    assertEquals(List.of(), found);
    assertEquals(0, figures().rebuild().await().differ());
    assertEquals(List.of(), mismatches());
  }

  @Test
  void aRandomYearIsTheSameInAnyBatchesRebuiltAndBySql() throws Exception {
    QueueId queue = new QueueId("a_year");
    List<CallMoments> calls = year(queue, new Random(20260101));
    int from = 0;
    Random random = new Random(7);
    while (from < calls.size()) {
      int to = Math.min(calls.size(), from + 1 + random.nextInt(400));
      JournalOfCalls.write(database.stores().queues(), queue, calls.subList(from, to), List.of());
      if (random.nextBoolean()) {
        figures().keepUp().await();
      }
      from = to;
    }
    Instant start = Instant.parse("2025-12-31T23:00:00Z");
    for (Statistics.By by : new Statistics.By[] {null, Statistics.By.DAY}) {
      Statistics.Span whole =
          new Statistics.Span(start, start.plus(Duration.ofDays(365)), DayText.ZONE, by);
      assertEquals(List.of(), bySql(queue, read(queue, whole)));
    }
    // begins and ends within an hour
    Statistics.Span odd =
        new Statistics.Span(
            start.plusSeconds(1_000_007), start.plusSeconds(9_000_001), DayText.ZONE, null);
    assertEquals(List.of(), bySql(queue, read(queue, odd)));
    keepUp();
    Rebuilt rebuilt = figures().rebuild().await();
    assertEquals(2L * calls.size(), rebuilt.events());
    assertEquals(0, rebuilt.differ());
    assertEquals(List.of(), mismatches());
  }

  @Test
  void keptFiguresThatAreWrongAreFoundAndMendedByARebuild() throws Exception {
    DayText day =
        DayText.all().stream().filter(d -> d.name().equals("a-full-hour")).findAny().orElseThrow();
    JournalOfCalls.write(database.stores().queues(), day);
    keepUp();
    assertEquals(List.of(), mismatches());
    try (Connection connection = database.owner();
        Statement statement = connection.createStatement()) {
      assertEquals(
          1,
          statement.executeUpdate(
              "update figure set fold = jsonb_set(fold, '{counts,ANSWERED}', '3') where grain = 'hour'"));
    }
    assertEquals(1, mismatches().size());
    assertFalse(read(day.queue(), day.span()).all().addsUp());
    assertEquals(1, figures().rebuild().await().differ());
    assertEquals(List.of(), mismatches());
    assertEquals(List.of(), day.differences(read(day.queue(), day.span())));
  }

  @Test
  void departmentsAndTheBacklogAreCounted() {
    DayText day =
        DayText.all().stream().filter(d -> d.name().equals("a-full-hour")).findAny().orElseThrow();
    JournalOfCalls.write(database.stores().queues(), day);
    Statistics.Span span = day.span();
    assertEquals(
        5L, figures().byDepartment(null, span.from(), span.to(), 5).await().get("").offered());
    assertThrows(
        IllegalArgumentException.class,
        () -> figures().byDepartment(null, span.from(), span.to(), 4).await());
    FigureStore.Backlog backlog = figures().backlog(span.to().plus(Duration.ofDays(2))).await();
    assertEquals(backlog.threeDays(), backlog.all());
    assertTrue(backlog.all() > 0);
  }

  @Test
  void theComparisonWithSqlSeesAPlantedFault() throws Exception {
    DayText day =
        DayText.all().stream().filter(d -> d.name().equals("a-full-hour")).findAny().orElseThrow();
    JournalOfCalls.write(database.stores().queues(), day);
    Statistics one = read(day.queue(), day.span());
    one.offered(day.calls().getLast());
    assertEquals(1, bySql(day.queue(), one).size());
  }

  /** A day among two hundred thousand rows: the pages of that day alone are looked at. */
  @Test
  void aRecordingFindsItsTimeByTheIndex() throws Exception {
    try (Connection connection = database.owner();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          insert into journal (queue, command, n, command_at, version, kind, at, payload)
          select 'helpdesk', 'planted/' || i, 0, '2026-01-01'::timestamptz + i * interval '1 minute',
            i, 'WrapUpEnded', now(), '{"type": "WrapUpEnded"}'
          from generate_series(1, 200000) i
          """);
      statement.execute("analyze journal");
      statement.execute("select brin_summarize_new_values('journal_commanded')");
      String plan = "";
      try (ResultSet rows =
          statement.executeQuery(
              "explain (analyze, buffers) "
                  + Statements.rowsOfARecording()
                      .replace("$1", "'helpdesk'")
                      .replace("$2", "'2026-03-10'")
                      .replace("$3", "'2026-03-11'"))) {
        while (rows.next()) {
          plan += rows.getString(1) + "\n";
        }
      }
      assertTrue(plan.contains("journal_commanded"), plan);
    }
  }

  private Statistics read(QueueId queue, Statistics.Span span) {
    FigureStore.Reading reading = figures().read(queue, span).await();
    reading.open().forEach(reading.statistics()::inProgress);
    return reading.statistics();
  }

  private List<FigureStore.Mismatch> mismatches() {
    return figures().mismatches(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z")).await();
  }

  /** What SQL says otherwise, in words. */
  private List<String> bySql(QueueId queue, Statistics statistics)
      throws SQLException, IOException {
    String sql;
    try (InputStream in = FiguresIT.class.getResourceAsStream("/figures.sql")) {
      sql = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("\\$[123]", "?");
    }
    List<String> found = new ArrayList<>();
    boolean whole =
        Stream.of(statistics.span().from(), statistics.span().to())
            .allMatch(edge -> edge.getEpochSecond() % 3600 == 0);
    try (Connection connection = database.engine();
        PreparedStatement statement = connection.prepareStatement(withParameters(sql))) {
      statement.setTimestamp(1, Timestamp.from(statistics.span().from()));
      statement.setTimestamp(2, Timestamp.from(statistics.span().to()));
      statement.setString(3, queue.value());
      try (ResultSet row = statement.executeQuery()) {
        assertTrue(row.next());
        for (Map.Entry<String, OptionalDouble> figure :
            FigureTable.of(statistics.all()).entrySet()) {
          if (!whole && OF_WHOLE_HOURS.contains(figure.getKey())) {
            assertTrue(figure.getValue().isEmpty(), figure.getKey());
            continue;
          }
          double value = row.getDouble(figure.getKey());
          OptionalDouble counted =
              row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
          if (!same(figure.getKey(), figure.getValue(), counted)) {
            found.add(
                "%s %s: kept %s, SQL says %s"
                    .formatted(queue, figure.getKey(), figure.getValue(), counted));
          }
        }
      }
    }
    return found;
  }

  /** Averages of times are told to the millisecond. */
  private static boolean same(String name, OptionalDouble kept, OptionalDouble counted) {
    boolean near = Math.abs(kept.orElse(0) - counted.orElse(0)) <= 0.001;
    return name.endsWith("Seconds")
        ? kept.isPresent() == counted.isPresent() && near
        : DayText.same(kept, counted);
  }

  /** Comments must hold no question mark, which would be a parameter. */
  private static String withParameters(String sql) {
    return sql.lines()
        .filter(line -> !line.strip().startsWith("--"))
        .reduce("", (before, line) -> before + line + "\n");
  }

  private static List<CallMoments> year(QueueId queue, Random random) {
    List<CallMoments> calls = new ArrayList<>();
    Instant start = Instant.parse("2025-12-31T23:00:00Z");
    for (int i = 0; i < 3_000; i++) {
      Outcome outcome = Outcome.values()[random.nextInt(Outcome.values().length)];
      Instant offered = start.plusSeconds(random.nextLong(365L * 86_400));
      Duration wait = Duration.ofSeconds(random.nextInt(400));
      boolean queued = random.nextBoolean();
      boolean answered = outcome == Outcome.ANSWERED;
      calls.add(
          new CallMoments(
              queue,
              new svara.engine.id.CallId("year-" + i),
              offered,
              queued ? offered : null,
              answered ? offered.plus(wait) : null,
              offered.plus(wait).plusSeconds(answered ? random.nextInt(900) : 0),
              outcome,
              new CallFlags(random.nextBoolean(), random.nextBoolean(), false)));
    }
    return calls;
  }
}
