package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Remembers what Vert.x says of blocked event loops while this is open. */
final class BlockedLoops implements AutoCloseable {
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final Logger checker =
      (Logger) LoggerFactory.getLogger("io.vertx.core.impl.BlockedThreadChecker");
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          said.add(event.getFormattedMessage());
        }
      };

  BlockedLoops() {
    appender.setContext(checker.getLoggerContext());
    appender.start();
    checker.addAppender(appender);
  }

  List<String> said() {
    return List.copyOf(said);
  }

  void assertNone() {
    assertEquals(List.of(), said(), "an event loop was blocked");
  }

  @Override
  public void close() {
    checker.detachAppender(appender);
    appender.stop();
  }
}
