package svara.engine.runtime;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import svara.engine.port.LiveUpdate;

/**
 * Writes down what happens to calls, promises and tickets, so that one can be followed through the
 * log by its id. News hold ids and fixed words; who it was and what was said stands in the database
 * alone. The technician's id is left out: it is a person's name as a rule.
 */
final class NewsLog {
  private static final Logger LOG = LoggerFactory.getLogger(NewsLog.class);

  /** Two to four lines a call; each step between them only when it is asked for. */
  private static final Set<String> TOLD =
      Set.of(
          "call.offered",
          "call.answered",
          "call.ended",
          "callback.promised",
          "callback.refused",
          "callback.dialled",
          "callback.attempt_ended",
          "callback.kept",
          "callback.expired",
          "ticket.opened",
          "ticket.changed",
          "queue.closed_now",
          "queue.outage",
          "dialling.switched");

  private NewsLog() {}

  static void write(LiveUpdate news) {
    Level level = TOLD.contains(news.name()) ? Level.INFO : Level.DEBUG;
    if (!LOG.isEnabledForLevel(level)) {
      return;
    }
    LoggingEventBuilder line = LOG.atLevel(level).addKeyValue("what", news.name());
    line = with(line, "queue", news.queue());
    line = with(line, "call", news.call());
    line = with(line, "callback", news.callback());
    line = with(line, "ticket", news.ticket());
    line = with(line, "detail", news.detail().isEmpty() ? null : news.detail());
    line.log("news");
  }

  private static LoggingEventBuilder with(
      LoggingEventBuilder line, String key, @Nullable Object value) {
    return value == null ? line : line.addKeyValue(key, value);
  }
}
