package svara.config;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.config.settings.MailedReportSettings;
import svara.config.settings.MailedReportSettings.Every;
import svara.config.settings.Settings;
import svara.engine.mail.OutgoingMail;
import svara.engine.port.FigureStore;
import svara.engine.port.FigureStore.Groups;
import svara.engine.port.OutboxStore;
import svara.engine.queue.Outcome;
import svara.engine.runtime.Scheduler;
import svara.engine.statistics.Dimension;
import svara.engine.statistics.Figures;
import svara.engine.statistics.Statistics;
import svara.engine.statistics.TicketSums;
import svara.web.report.PeriodReport;
import svara.web.report.ReportFile;
import svara.web.report.ReportMaker;
import svara.web.report.ReportWords;

/**
 * Reports that are mailed when their week or month is over. Every node looks every quarter of an
 * hour; the outbox takes each report of each period once, by its Message-ID, so neither a restart
 * nor another node sends it again. A period that ended while no engine ran is sent on return, as
 * long as the next one is not over.
 */
final class NodeReports {
  private static final Logger LOG = LoggerFactory.getLogger(NodeReports.class);
  private static final Duration PAUSE = Duration.ofMinutes(15);

  private final Vertx vertx;
  private final Settings settings;
  private final FigureStore figures;
  private final OutboxStore outbox;
  private final Scheduler scheduler;
  private final String domain;
  private final Set<String> written = new HashSet<>();
  private boolean stopped;
  private Scheduler.@Nullable Task next;

  /**
   * @param domain that Message-IDs end with
   */
  NodeReports(
      Vertx vertx,
      Settings settings,
      FigureStore figures,
      OutboxStore outbox,
      Scheduler scheduler,
      String domain) {
    this.vertx = vertx;
    this.settings = settings;
    this.figures = figures;
    this.outbox = outbox;
    this.scheduler = scheduler;
    this.domain = domain;
  }

  /** Begins; where the engine lives, as {@link #stop}. */
  void start() {
    run()
        .onFailure(cause ->
            LOG.atWarn()
                .addKeyValue("cause", cause.getMessage())
                .log("a report could not be written; tried again"))
        .onComplete(_ -> {
          if (!stopped) {
            next = scheduler.after(PAUSE, this::start);
          }
        });
  }

  void stop() {
    stopped = true;
    if (next != null) {
      next.cancel();
    }
  }

  /** Writes what is due; how many mails. */
  Future<Integer> run() {
    Future<Integer> done = Future.succeededFuture(0);
    for (MailedReportSettings report : settings.reports()) {
      if (report.enabled()) {
        done = done.compose(before -> write(report).map(written -> before + written));
      }
    }
    return done;
  }

  /** The last week or month that is over, in days of the settings' time zone. */
  Statistics.Span period(Every every) {
    LocalDate today = ZonedDateTime.ofInstant(scheduler.now(), settings.zone()).toLocalDate();
    LocalDate end =
        switch (every) {
          case WEEK -> today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
          case MONTH -> today.withDayOfMonth(1);
        };
    LocalDate start =
        switch (every) {
          case WEEK -> end.minusWeeks(1);
          case MONTH -> end.minusMonths(1);
        };
    return new Statistics.Span(
        start.atStartOfDay(settings.zone()).toInstant(),
        end.atStartOfDay(settings.zone()).toInstant(),
        settings.zone(),
        Statistics.By.DAY);
  }

  private Future<Integer> write(MailedReportSettings report) {
    Statistics.Span span = period(report.every());
    String once = report.name() + " " + span.from();
    if (written.contains(once)) {
      return Future.succeededFuture(0);
    }
    Statistics.Span whole = new Statistics.Span(span.from(), span.to(), span.zone(), null);
    return figures
        .read(report.queue(), span)
        .compose(reading -> {
          reading.open().forEach(reading.statistics()::inProgress);
          return figures
              .groups(Dimension.ALL, null, report.queue(), whole)
              .compose(all ->
                  figures
                      .groups(Dimension.DEPARTMENT, null, report.queue(), whole)
                      .compose(by ->
                          blocking(() ->
                              mails(
                                  report,
                                  reading.statistics(),
                                  all.statistics().of(null).tickets(),
                                  by))));
        })
        .compose(mails -> put(mails, 0, 0))
        .onSuccess(_ -> written.add(once));
  }

  private List<OutgoingMail> mails(
      MailedReportSettings settings,
      Statistics statistics,
      TicketSums tickets,
      Groups departments) {
    ReportWords words = new ReportWords(settings.language().code());
    PeriodReport report = ReportMaker.report(statistics, tickets, departments, words);
    List<OutgoingMail.Attached> files = new ArrayList<>();
    for (MailedReportSettings.Format format : settings.formats()) {
      ReportFile file = ReportFile.of(format.name().toLowerCase(Locale.ROOT), report);
      files.add(new OutgoingMail.Attached(file.name(), file.mediaType(), file.bytes()));
    }
    Figures all = statistics.all();
    String text =
        words
            .word("mailText")
            .formatted(report.period(), all.offered(), all.of(Outcome.ANSWERED), all.metFull());
    LocalDate first = LocalDate.ofInstant(statistics.span().from(), statistics.span().zone());
    return settings.recipients().stream()
        .map(recipient ->
            new OutgoingMail(
                recipient,
                words.word("mailSubject").formatted(report.period()),
                text,
                "",
                "report.%s.%s.%s.%s@%s"
                    .formatted(
                        settings.name(),
                        settings.every().name().toLowerCase(Locale.ROOT),
                        first,
                        recipient.toLowerCase(Locale.ROOT).replace("@", ".at."),
                        domain),
                List.of(),
                true,
                files))
        .toList();
  }

  private Future<Integer> put(List<OutgoingMail> mails, int from, int before) {
    return from >= mails.size()
        ? Future.succeededFuture(before)
        : outbox
            .put(mails.get(from), scheduler.now())
            .compose(fresh -> put(mails, from + 1, before + (fresh ? 1 : 0)));
  }

  /** A file takes a moment to make, and calls are served on this thread. */
  private <T> Future<T> blocking(Callable<T> work) {
    return vertx.executeBlocking(work, false).map(Objects::requireNonNull);
  }
}
