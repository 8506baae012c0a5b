package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.QueueId;
import svara.engine.id.TicketNumber;
import svara.engine.port.CallStore;
import svara.engine.port.FigureStore;
import svara.engine.port.FigureStore.Rebuilt;
import svara.engine.port.TicketStore;
import svara.engine.postgres.Statements;
import svara.engine.queue.CallFlags;
import svara.engine.queue.Outcome;
import svara.engine.statistics.CallMoments;
import svara.engine.statistics.ContactFold.Contacts;
import svara.engine.statistics.DayText;
import svara.engine.statistics.DeskHours;
import svara.engine.statistics.Dimension;
import svara.engine.statistics.FigureTable;
import svara.engine.statistics.Figures;
import svara.engine.statistics.Statistics;
import svara.engine.statistics.TicketFigures;
import svara.engine.ticket.TicketStatus;

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
    while (figures().keepUp().await() + figures().keepDays().await() > 0) {
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
    DayText day = day("a-full-hour");
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
    figures().note(mismatches()).await();
    assertEquals(
        mismatches(),
        figures().noted(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z")).await());
    execute(
        "update figure set fold = jsonb_set(fold, '{counts,offered}', '9') where grain = 'day'");
    assertEquals(2, mismatches().size(), "the day does not add up either");
    assertFalse(read(day.queue(), day.span()).all().addsUp());
    assertEquals(2, figures().rebuild().await().differ());
    assertEquals(List.of(), mismatches());
    assertEquals(List.of(), day.differences(read(day.queue(), day.span())));
  }

  @Test
  void departmentsAndTheBacklogAreCounted() {
    DayText day = day("a-full-hour");
    JournalOfCalls.write(database.stores().queues(), day);
    Statistics.Span span = day.span();
    assertEquals(5L, groups(Dimension.DEPARTMENT, null, span).groups().get("").calls().offered());
    FigureStore.Backlog backlog = figures().backlog(span.to().plus(Duration.ofDays(2))).await();
    assertEquals(backlog.threeDays(), backlog.all());
    assertTrue(backlog.all() > 0);
  }

  @Test
  void theComparisonWithSqlSeesAPlantedFault() throws Exception {
    DayText day = day("a-full-hour");
    JournalOfCalls.write(database.stores().queues(), day);
    Statistics one = read(day.queue(), day.span());
    one.offered(day.calls().getLast());
    assertEquals(1, bySql(day.queue(), one).size());
  }

  @Test
  void figuresOfTicketsAreTheSameBySql() throws Exception {
    Instant from = Instant.parse("2026-03-15T23:00:00Z");
    Instant to = Instant.parse("2026-04-30T22:00:00Z");
    writeTickets(new Random(20260402));
    JournalOfCalls.write(database.stores().queues(), day("technicians-at-work"));
    TicketFigures folded = ticketFigures(from, to);
    assertTrue(folded.count(TicketFigures.Of.SOLVED_AT_ONCE) > 10, folded.table()::toString);
    assertTrue(
        folded.count(TicketFigures.Of.CLOSED) > folded.count(TicketFigures.Of.SOLVED_AT_ONCE) + 10,
        folded.table()::toString);
    assertEquals(List.of(), bySql("/ticket-figures.sql", folded.table(), from, to));
    // the whole year, with the calls
    Instant year = Instant.parse("2025-12-31T23:00:00Z");
    Instant end = Instant.parse("2026-12-31T23:00:00Z");
    assertEquals(
        List.of(), bySql("/ticket-figures.sql", ticketFigures(year, end).table(), year, end));
    // other days are other figures: the comparison sees it
    assertTrue(bySql("/ticket-figures.sql", folded.table(), year, end).size() > 5);
  }

  private FigureStore.Groups groups(Dimension dimension, String value, Statistics.Span span) {
    return figures().groups(dimension, value, null, span).await();
  }

  @Test
  void whatATicketIsAboutMovesTheFiguresOfItsCallsAlsoLater() throws Exception {
    DayText day = day("a-full-hour");
    JournalOfCalls.write(database.stores().queues(), day);
    keepUp();
    Statistics.Span span = day.span();
    assertEquals(Set.of(""), groups(Dimension.SYSTEM, null, span).groups().keySet());
    TicketNumber ticket =
        TicketNumber.parse(text("select ticket from call order by call_id limit 1")).orElseThrow();
    TicketStore tickets = database.stores().tickets();
    tickets
        .change(
            ticket, TicketStore.TicketChange.classified("Journal", "Lösenord", "anna", span.to()))
        .await();
    // not folded anew yet, and folded
    for (int round = 0; round < 2; round++) {
      Map<String, Contacts> systems = groups(Dimension.SYSTEM, null, span).groups();
      assertEquals(1, systems.get("Journal").calls().offered());
      assertEquals(4, systems.get("").calls().offered());
      assertEquals(
          1,
          groups(Dimension.CATEGORY, "Lösenord", span).groups().get("Lösenord").tickets().opened());
      keepUp();
    }
    tickets
        .change(ticket, TicketStore.TicketChange.classified("Löner", null, "anna", span.to()))
        .await();
    keepUp();
    assertEquals(Set.of("", "Löner"), groups(Dimension.SYSTEM, null, span).groups().keySet());
    assertEquals(0, figures().rebuild().await().differ());
    // and a rebuild finds and mends what is wrong
    execute(
        "update contact_figure set fold = replace(fold, 'ANSWERED', 'FAILED') where dimension = 'system'");
    assertEquals(1, figures().rebuild().await().differ());
    assertEquals(0, figures().rebuild().await().differ());
  }

  @Test
  void aMonthThatIsOverIsPutTogetherAndTakenApartAgain() throws Exception {
    QueueId queue = new QueueId("a_year");
    JournalOfCalls.write(database.stores().queues(), queue, year(queue, new Random(3)), List.of());
    Instant start = Instant.parse("2025-12-31T23:00:00Z");
    Statistics.Span whole =
        new Statistics.Span(start, start.plus(Duration.ofDays(365)), DayText.ZONE, null);
    Figures before = read(queue, whole).all();
    keepUp();
    long months = Long.parseLong(text("select count(*) from figure where grain = 'month'"));
    assertTrue(months > 0, "some of that year is over");
    assertEquals(
        months,
        Long.parseLong(
            text(
                "select count(*) from contact_figure where grain = 'month' and dimension = 'channel' and value = 'phone'")));
    assertEquals(before, read(queue, whole).all());
    for (Dimension dimension : Dimension.values()) {
      Contacts all =
          groups(dimension, null, whole)
              .groups()
              .get(
                  dimension == Dimension.CHANNEL
                      ? "phone"
                      : dimension == Dimension.TECHNICIAN ? "anna" : "");
      assertTrue(all != null, dimension::toString);
    }
    assertEquals(
        before.waits(),
        groups(Dimension.CHANNEL, "phone", whole).groups().get("phone").calls().waits());
    // by month, all the same
    Statistics.Span byMonth =
        new Statistics.Span(whole.from(), whole.to(), DayText.ZONE, Statistics.By.MONTH);
    assertEquals(12, read(queue, byMonth).parts().size());
    assertEquals(before, read(queue, byMonth).all());
    // one call more takes its month apart
    CallMoments late = year(queue, new Random(4)).getFirst();
    JournalOfCalls.write(
        database.stores().queues(),
        queue,
        List.of(
            new CallMoments(
                queue,
                new svara.engine.id.CallId("late"),
                start.plusSeconds(100),
                null,
                null,
                start.plusSeconds(130),
                Outcome.ABANDONED,
                late.flags())),
        List.of());
    figures().keepUp().await();
    assertEquals(
        months - 1, Long.parseLong(text("select count(*) from figure where grain = 'month'")));
    assertEquals(before.offered() + 1, read(queue, whole).all().offered());
    keepUp();
    assertEquals(months, Long.parseLong(text("select count(*) from figure where grain = 'month'")));
    assertEquals(before.offered() + 1, read(queue, whole).all().offered());
    assertEquals(0, figures().rebuild().await().differ());
    execute(
        "update figure set fold = jsonb_set(fold, '{counts,offered}', '1') where grain = 'month' and start = '2025-12-31T23:00:00Z'");
    assertEquals(1, figures().rebuild().await().differ());
  }

  /** A year of calls, of people in three departments, about four systems. */
  @Test
  void figuresByGroupAreTheSameBySql() throws Exception {
    QueueId queue = new QueueId("a_year");
    JournalOfCalls.write(database.stores().queues(), queue, year(queue, new Random(9)), List.of());
    execute("insert into department (name) values ('Vård'), ('Skola'), ('Teknik')");
    execute(
        """
        insert into person (email, name, department_id)
        select 'd' || i || '@example.se', 'D ' || i, i from department, generate_series(1, 3) i where id = i
        """);
    execute(
        "update call set person_id = 1 + abs(hashtext(call_id)) % 3 where hashtext(call_id) % 4 <> 0");
    keepUp();
    execute(
        """
        update ticket set
          system = (array['Journal', 'Löner', 'E-post', null])[1 + abs(hashtext(number)) % 4],
          category = (array['Fel', 'Fråga', null])[1 + abs(hashtext(number || 'x')) % 3]
        """);
    // people move, and what they called about before stays where it was
    execute("update person set department_id = 1");
    Instant start = Instant.parse("2025-12-31T23:00:00Z");
    Statistics.Span span =
        new Statistics.Span(
            start.plusSeconds(1_000_007), start.plusSeconds(20_000_001), DayText.ZONE, null);
    List<String> counted = groupsBySql(span);
    assertTrue(counted.size() > 12, counted::toString);
    assertEquals(counted, groupsByFold(span));
    keepUp();
    assertEquals(counted, groupsByFold(span));
    listsHoldWhatGroupsCount(span);
    assertEquals(0, figures().rebuild().await().differ());
    execute("update ticket set system = 'Journal' where system = 'Löner'");
    assertFalse(counted.equals(groupsByFold(span)));
    assertEquals(groupsBySql(span), groupsByFold(span));
  }

  /** What a figure of a group counts is what its list shows. */
  private void listsHoldWhatGroupsCount(Statistics.Span span) {
    for (Dimension by : Dimension.values()) {
      groups(by, null, span)
          .groups()
          .forEach((name, of) -> {
            FigureStore.Group group = new FigureStore.Group(by, name);
            String what = by + " " + name;
            if (by != Dimension.ALL && by != Dimension.CHANNEL) {
              assertEquals(of.calls().offered(), listed(span, group), what);
            }
            long opened =
                figures().tickets(null, span.from(), span.to(), group, 100_000).await().stream()
                    .filter(ticket -> span.contains(ticket.openedAt()))
                    .count();
            assertEquals(of.tickets().opened(), opened, what);
            FigureStore.Mails mails =
                figures()
                    .mails(null, span.from(), span.to(), group, FigureStore.MailFate.ANY, 0, 1_000)
                    .await();
            if (by != Dimension.CHANNEL || name.equals("mail")) {
              assertEquals(of.mailsSum(), mails.all(), what);
            }
          });
    }
  }

  private long listed(Statistics.Span span, FigureStore.Group group) {
    CallStore.More more =
        new CallStore.More(false, null, null, null, DayText.ZONE, List.of(group), List.of());
    long listed = 0;
    String cursor = null;
    do {
      var page =
          database
              .stores()
              .calls()
              .calls(
                  new CallStore.CallQuery(
                      null, span.from(), span.to(), Set.of(), null, more, cursor, 1_000))
              .await();
      listed += page.items().size();
      cursor = page.next().orElse(null);
    } while (cursor != null);
    return listed;
  }

  private List<String> groupsBySql(Statistics.Span span) throws SQLException, IOException {
    String sql;
    try (InputStream in = FiguresIT.class.getResourceAsStream("/figures-by-group.sql")) {
      sql = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("\\$[12]", "?");
    }
    List<String> lines = new ArrayList<>();
    try (Connection connection = database.engine();
        PreparedStatement statement = connection.prepareStatement(withParameters(sql))) {
      statement.setTimestamp(1, Timestamp.from(span.from()));
      statement.setTimestamp(2, Timestamp.from(span.to()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          List<String> words = new ArrayList<>();
          for (int column = 1; column <= 8; column++) {
            words.add(row.getString(column));
          }
          lines.add(String.join("|", words));
        }
      }
    }
    return lines.stream().sorted().toList();
  }

  private List<String> groupsByFold(Statistics.Span span) {
    List<String> lines = new ArrayList<>();
    for (Dimension dimension : Dimension.values()) {
      if (dimension != Dimension.ALL) {
        groups(dimension, null, span)
            .groups()
            .forEach((name, of) -> {
              Figures calls = of.calls();
              lines.add(
                  String.format(
                      Locale.ROOT,
                      "%s|%s|%d|%d|%d|%.1f|%.1f|%d",
                      dimension.name().toLowerCase(Locale.ROOT),
                      name,
                      calls.offered(),
                      calls.of(Outcome.ANSWERED),
                      calls.metFull(),
                      calls.waits().sum().toMillis() / 1_000.0,
                      calls.waits().percentile(0.9).map(Duration::toMillis).orElse(0L) / 1_000.0,
                      of.tickets().opened()));
            });
      }
    }
    return lines.stream().sorted().toList();
  }

  private String text(String sql) throws SQLException {
    try (Connection connection = database.owner();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertTrue(row.next());
      return row.getString(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.owner();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private TicketFigures ticketFigures(Instant from, Instant to) {
    OpeningHours hours = officeHours();
    TicketFigures folded = new TicketFigures(from, to, _ -> hours);
    figures().tickets(null, from, to, FigureStore.Group.ALL, 1_000).await().forEach(folded::add);
    // the same as sums, of days that are folded anew and of kept ones
    FigureStore kept =
        database.stores().figures(new DeskHours(Map.of(new QueueId("helpdesk"), hours)));
    Statistics.Span span = new Statistics.Span(from, to, DayText.ZONE, null);
    for (int round = 0; round < 2; round++) {
      assertEquals(
          folded.sums(),
          kept.groups(Dimension.ALL, null, null, span).await().statistics().of(null).tickets());
      while (kept.keepDays().await() > 0) {
        // until nothing is left to fold
      }
    }
    assertEquals(0, kept.rebuild().await().differ());
    return folded;
  }

  private static OpeningHours officeHours() {
    OpeningHours hours =
        new OpeningHours(
                DayText.ZONE,
                Stream.iterate(DayOfWeek.MONDAY, d -> d.plus(1))
                    .limit(5)
                    .collect(
                        Collectors.toMap(
                            d -> d,
                            _ ->
                                List.of(
                                    new OpeningHours.Span(
                                        LocalTime.of(8, 0), LocalTime.of(16, 0))))))
            .closedOn(
                List.of(
                    LocalDate.of(2026, 4, 3), LocalDate.of(2026, 4, 6), LocalDate.of(2026, 5, 1)));
    return hours;
  }

  /** Tickets of twenty people, opened, answered, moved about and closed at all times of the day. */
  private void writeTickets(Random random) throws SQLException {
    try (Connection connection = database.owner();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          insert into person (email, name)
          select 'p' || i || '@example.se', 'Person ' || i from generate_series(1, 20) i
          """);
    }
    TicketStore tickets = database.stores().tickets();
    List<String> about = List.of("", "", "Journal", "Löner", "E-post");
    Instant start = Instant.parse("2026-03-01T23:00:00Z");
    for (int i = 0; i < 200; i++) {
      Instant at = start.plusSeconds(random.nextLong(60L * 86_400));
      TicketNumber number =
          tickets
              .open(
                  new TicketStore.NewTicket(
                      "Nummer " + i,
                      "",
                      "p" + (1 + random.nextInt(20)) + "@example.se",
                      null,
                      "anna",
                      at))
              .await()
              .number();
      tickets
          .change(
              number,
              TicketStore.TicketChange.classified(
                  about.get(random.nextInt(5)), about.get(random.nextInt(5)), "anna", at))
          .await();
      for (int step = random.nextInt(5); step > 0; step--) {
        at = at.plusSeconds(random.nextLong(200_000));
        if (random.nextInt(3) == 0) {
          tickets.reply(number, "anna", "Hej", at).await();
        } else {
          TicketStatus status =
              List.of(
                      TicketStatus.OPEN,
                      TicketStatus.WAITING_REQUESTER,
                      TicketStatus.WAITING_SUPPLIER,
                      TicketStatus.SOLVED,
                      TicketStatus.CLOSED,
                      TicketStatus.CLOSED)
                  .get(random.nextInt(6));
          tickets
              .change(number, new TicketStore.TicketChange(null, status, null, null, "anna", at))
              .await();
        }
      }
    }
  }

  private static DayText day(String name) {
    return DayText.all().stream().filter(d -> d.name().equals(name)).findAny().orElseThrow();
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
    Instant from = statistics.span().from();
    Instant to = statistics.span().to();
    Map<String, OptionalDouble> figures = new LinkedHashMap<>(FigureTable.of(statistics.all()));
    if (!Stream.of(from, to).allMatch(edge -> edge.getEpochSecond() % 3600 == 0)) {
      OF_WHOLE_HOURS.forEach(name -> assertTrue(figures.remove(name).isEmpty(), name));
    }
    return bySql("/figures.sql", figures, from, to, queue.value());
  }

  private List<String> bySql(
      String file, Map<String, OptionalDouble> figures, Instant from, Instant to, String... more)
      throws SQLException, IOException {
    String sql;
    try (InputStream in = FiguresIT.class.getResourceAsStream(file)) {
      sql = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("\\$[123]", "?");
    }
    List<String> found = new ArrayList<>();
    try (Connection connection = database.engine();
        PreparedStatement statement = connection.prepareStatement(withParameters(sql))) {
      statement.setTimestamp(1, Timestamp.from(from));
      statement.setTimestamp(2, Timestamp.from(to));
      for (int i = 0; i < more.length; i++) {
        statement.setString(3 + i, more[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        assertTrue(row.next());
        for (Map.Entry<String, OptionalDouble> figure : figures.entrySet()) {
          double value = row.getDouble(figure.getKey());
          OptionalDouble counted =
              row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
          if (!same(figure.getKey(), figure.getValue(), counted)) {
            found.add(
                "%s %s: kept %s, SQL says %s"
                    .formatted(List.of(more), figure.getKey(), figure.getValue(), counted));
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
