package svara.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import svara.engine.port.FigureStore;
import svara.engine.statistics.ContactFold.Contacts;
import svara.engine.statistics.Dimension;
import svara.engine.statistics.FigureTable;
import svara.engine.statistics.SmallGroups;
import svara.engine.statistics.Statistics;
import svara.engine.statistics.TicketSums;
import svara.web.report.CsvReport;
import svara.web.report.PdfReport;
import svara.web.report.PeriodReport;
import svara.web.report.PeriodReport.Row;
import svara.web.report.ReportWords;
import svara.web.report.XlsxReport;

/** A period's figures as a file to keep or to pass on; the same data in every form. */
final class ReportHandler {
  private static final Duration SPAN_MAX = Duration.ofDays(367);

  private final Vertx vertx;
  private final FigureReader reader;
  private final FigureStore figures;
  private final InstantSource clock;
  private final ZoneId zone;

  ReportHandler(Vertx vertx, FigureReader reader, WebPorts ports, ZoneId zone) {
    this.vertx = vertx;
    this.reader = reader;
    this.figures = ports.figures();
    this.clock = ports.clock();
    this.zone = zone;
  }

  /** What a report is made of. */
  private record Read(
      Statistics statistics, TicketSums tickets, Map<String, Contacts> departments) {}

  Future<Reply> report(ApiRequest request) {
    AskedTime asked = AskedTime.of(request, Statistics.dayOf(clock.instant(), zone), SPAN_MAX);
    Statistics.Span span = new Statistics.Span(asked.from(), asked.to(), zone, Statistics.By.DAY);
    Statistics.Span whole = new Statistics.Span(asked.from(), asked.to(), zone, null);
    String format = Objects.requireNonNull(request.query("format"));
    String language = request.query("language") == null ? "sv" : request.query("language");
    Future<Read> read =
        reader
            .read(request.queue(), span)
            .compose(calls ->
                figures
                    .groups(Dimension.ALL, null, request.queue(), whole)
                    .compose(all ->
                        figures
                            .groups(Dimension.DEPARTMENT, null, request.queue(), whole)
                            .map(by ->
                                new Read(
                                    calls.statistics(),
                                    all.statistics().of(null).tickets(),
                                    by.groups()))));
    // a file takes a moment to make, and calls are served on this thread
    return read.compose(found ->
            vertx.executeBlocking(() ->
                file(format, report(found, new ReportWords(Objects.requireNonNull(language))))))
        .map(bytes ->
            new Reply(200, type(format), Buffer.buffer(bytes), Map.of())
                .with(
                    "Content-Disposition",
                    "attachment; filename=\"svara-%s--%s.%s\""
                        .formatted(
                            LocalDate.ofInstant(span.from(), zone),
                            LocalDate.ofInstant(span.to().minusMillis(1), zone),
                            format)));
  }

  private static byte[] file(String format, PeriodReport report) {
    return switch (format) {
      case "csv" -> CsvReport.of(report);
      case "xlsx" -> XlsxReport.of(report);
      case "pdf" -> PdfReport.of(report);
      default -> throw new IllegalStateException("the API document allows no " + format);
    };
  }

  private static String type(String format) {
    return switch (format) {
      case "csv" -> "text/csv";
      case "xlsx" -> "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
      default -> "application/pdf";
    };
  }

  private PeriodReport report(Read read, ReportWords words) {
    Statistics.Span span = read.statistics().span();
    SequencedMap<String, OptionalDouble> calls = FigureTable.of(read.statistics().all());
    SequencedMap<String, OptionalDouble> matters = read.tickets().table();
    List<PeriodReport.Figure> columns = new ArrayList<>();
    calls.keySet().forEach(name -> columns.add(words.figure(name)));
    matters.keySet().forEach(name -> columns.add(words.figure(name)));
    List<Row> rows = new ArrayList<>();
    for (Statistics.Part part : read.statistics().parts()) {
      List<OptionalDouble> values = new ArrayList<>(FigureTable.of(part.figures()).values());
      values.addAll(Collections.nCopies(matters.size(), OptionalDouble.empty()));
      rows.add(new Row(Row.Of.DAY, LocalDate.ofInstant(part.from(), zone).toString(), values));
    }
    departments(read.departments(), words)
        .forEach((name, offered) -> rows.add(department(name, offered, columns.size())));
    List<OptionalDouble> all = new ArrayList<>(calls.values());
    all.addAll(matters.values());
    rows.add(new Row(Row.Of.ALL, words.word("all"), all));
    return new PeriodReport(
        words.language(),
        words.word("title"),
        "%s – %s"
            .formatted(
                LocalDate.ofInstant(span.from(), zone),
                LocalDate.ofInstant(span.to().minusMillis(1), zone)),
        columns,
        rows);
  }

  /** As on the page: small groups are put together. */
  private static Map<String, Long> departments(Map<String, Contacts> found, ReportWords words) {
    Map<String, Long> known = new HashMap<>();
    found.forEach((name, of) -> {
      if (!name.isEmpty() && of.calls().offered() > 0) {
        known.put(name, of.calls().offered());
      }
    });
    SmallGroups.Shown shown = SmallGroups.of(known);
    Map<String, Long> rows = new LinkedHashMap<>(shown.shown());
    if (shown.others() > 0) {
      rows.put(words.word("others"), shown.others());
    }
    Contacts unknown = found.get("");
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
