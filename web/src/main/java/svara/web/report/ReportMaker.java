package svara.web.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import svara.engine.port.FigureStore.Groups;
import svara.engine.statistics.ContactFold.Contacts;
import svara.engine.statistics.FigureTable;
import svara.engine.statistics.SmallGroups;
import svara.engine.statistics.Statistics;
import svara.engine.statistics.TicketSums;
import svara.web.report.PeriodReport.Row;

/** Puts figures into the rows of a report; the same ones that the page shows. */
public final class ReportMaker {
  private ReportMaker() {}

  /** A report of all the days of the statistics' span, with departments and a sum. */
  public static PeriodReport report(
      Statistics statistics, TicketSums tickets, Groups departments, ReportWords words) {
    Statistics.Span span = statistics.span();
    SequencedMap<String, OptionalDouble> calls = FigureTable.of(statistics.all());
    SequencedMap<String, OptionalDouble> matters = tickets.table();
    List<PeriodReport.Figure> columns = new ArrayList<>();
    calls.keySet().forEach(name -> columns.add(words.figure(name)));
    matters.keySet().forEach(name -> columns.add(words.figure(name)));
    List<Row> rows = new ArrayList<>();
    for (Statistics.Part part : statistics.parts()) {
      List<OptionalDouble> values = new ArrayList<>(FigureTable.of(part.figures()).values());
      values.addAll(Collections.nCopies(matters.size(), OptionalDouble.empty()));
      rows.add(
          new Row(Row.Of.DAY, LocalDate.ofInstant(part.from(), span.zone()).toString(), values));
    }
    departments(departments, words)
        .forEach((name, offered) -> rows.add(department(name, offered, columns.size())));
    List<OptionalDouble> all = new ArrayList<>(calls.values());
    all.addAll(matters.values());
    rows.add(new Row(Row.Of.ALL, words.word("all"), all));
    return new PeriodReport(
        words.language(),
        words.word("title"),
        "%s – %s"
            .formatted(
                LocalDate.ofInstant(span.from(), span.zone()),
                LocalDate.ofInstant(span.to().minusMillis(1), span.zone())),
        columns,
        rows);
  }

  /** As on the page: small groups are put together. */
  private static Map<String, Long> departments(Groups found, ReportWords words) {
    SmallGroups.Shown shown = SmallGroups.ofCalls(found.groups(), found.people());
    Map<String, Long> rows = new LinkedHashMap<>(shown.shown());
    if (shown.others() > 0) {
      rows.put(words.word("others"), shown.others());
    }
    Contacts unknown = found.groups().get("");
    if (unknown != null) {
      rows.put(words.word("unknown"), unknown.calls().offered());
    }
    return rows;
  }

  /** Of a department the calls alone are told. */
  private static Row department(String name, long offered, int columns) {
    List<OptionalDouble> values =
        new ArrayList<>(Collections.nCopies(columns, OptionalDouble.empty()));
    values.set(0, OptionalDouble.of((double) offered));
    return new Row(Row.Of.DEPARTMENT, name, values);
  }
}
