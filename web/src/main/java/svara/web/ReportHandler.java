package svara.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import svara.engine.port.FigureStore;
import svara.engine.port.FigureStore.Groups;
import svara.engine.statistics.Dimension;
import svara.engine.statistics.Statistics;
import svara.engine.statistics.TicketSums;
import svara.web.report.ReportFile;
import svara.web.report.ReportMaker;
import svara.web.report.ReportWords;

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
  private record Read(Statistics statistics, TicketSums tickets, Groups departments) {}

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
                                    calls.statistics(), all.statistics().of(null).tickets(), by))));
    // a file takes a moment to make, and calls are served on this thread
    return read.compose(found ->
            vertx.executeBlocking(() ->
                ReportFile.of(
                    format,
                    ReportMaker.report(
                        found.statistics(),
                        found.tickets(),
                        found.departments(),
                        new ReportWords(Objects.requireNonNull(language))))))
        .map(Objects::requireNonNull)
        .map(file ->
            new Reply(200, file.mediaType(), Buffer.buffer(file.bytes()), Map.of())
                .with("Content-Disposition", "attachment; filename=\"%s\"".formatted(file.name())));
  }
}
