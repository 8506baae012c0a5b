package svara.config;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import svara.config.settings.Settings;
import svara.engine.port.VoiceMessageStore;
import svara.engine.postgres.PostgresStores;
import svara.engine.runtime.LiveFeed;
import svara.engine.runtime.MessageKeeper;
import svara.engine.runtime.MessageRetention;
import svara.engine.runtime.Scheduler;
import svara.engine.runtime.VertxScheduler;
import svara.telephony.asterisk.AsteriskMessages;

/** What a node does with voice messages: takes them from the exchange, and removes the old. */
final class NodeMessages {
  private NodeMessages() {}

  /**
   * Starts it where the engine lives.
   *
   * @return what stops it, there too
   */
  static Supplier<Future<?>> start(
      Vertx vertx, Settings settings, PostgresStores stores, LiveFeed live, InstantSource clock) {
    Scheduler scheduler = new VertxScheduler(vertx, clock);
    VoiceMessageStore store = stores.voiceMessages();
    Optional<MessageKeeper> keeper =
        Optional.ofNullable(settings.telephony().messages())
            .map((Path folder) ->
                new MessageKeeper(new AsteriskMessages(vertx, folder), store, live, scheduler));
    keeper.ifPresent(MessageKeeper::start);
    // also where nobody leaves messages any more
    MessageRetention retention =
        new MessageRetention(
            store, scheduler, Duration.ofDays(settings.tickets().voiceMessageDays()));
    boolean removed = settings.tickets().voiceMessageDays() > 0;
    if (removed) {
      retention.start();
    }
    return () -> {
      keeper.ifPresent(MessageKeeper::stop);
      retention.stop();
      return Future.succeededFuture();
    };
  }
}
