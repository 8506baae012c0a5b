package svara.telephony.asterisk;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import svara.engine.id.QueueId;
import svara.telephony.ReportedFacts;

/** The times of the settings are those that the exchange goes by. */
@Tag("exchange")
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ParkedTimesIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final QueueId QUEUE = new QueueId("helpdesk");

  @Test
  void longerTimesKeepCallersLongerWithAnEngineThatIsGone() {
    Vertx vertx = Vertx.vertx();
    try (AsteriskInstance asterisk =
            AsteriskInstance.start(
                List.of(AsteriskInstance.Queue.oneAndOne(QUEUE.value(), "100")));
        SipPhone outside = new SipPhone("outside", asterisk.sip())) {
      Context context = vertx.getOrCreateContext();
      AsteriskPhoneSystem engine =
          new AsteriskPhoneSystem(
              vertx,
              AsteriskAccess.of(
                  "127.0.0.1",
                  asterisk.amiPort(),
                  AsteriskInstance.AMI_USER,
                  AsteriskInstance.AMI_SECRET,
                  "patient"),
              new ParkedTimes(
                  Duration.ofSeconds(200), Duration.ofSeconds(250), Duration.ofSeconds(2)),
              InstantSource.system());
      done(context, () -> engine.open(new ReportedFacts()));
      done(context, () -> engine.claim(QUEUE, 1));
      done(context, () -> engine.beat(Set.of(QUEUE)));
      done(context, engine::close);

      AsteriskInstance.await(() -> false, Duration.ofSeconds(8)); // by default stale after 5
      outside.call("100", "0701740605", "");
      assertTrue(AsteriskInstance.await(() -> parked(asterisk), LIMIT), "still taken for alive");
      AsteriskInstance.await(() -> false, Duration.ofSeconds(12)); // by default given up after 10
      assertTrue(parked(asterisk), "kept for an engine that may come back");
      assertFalse(asterisk.log().contains("ERROR"), asterisk.log());
    } finally {
      vertx.close().await();
    }
  }

  private static boolean parked(AsteriskInstance asterisk) {
    return asterisk.cli("core show channels concise").contains("!AGI!");
  }

  private static <T> T done(Context context, Supplier<Future<T>> order) {
    Promise<T> result = Promise.promise();
    context.runOnContext(nothing -> order.get().onComplete(result));
    return result
        .future()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
  }
}
