package svara.telephony.asterisk;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
    try (AsteriskInstance asterisk =
            AsteriskInstance.start(
                List.of(AsteriskInstance.Queue.oneAndOne(QUEUE.value(), "100")));
        SipPhone outside = new SipPhone("outside", asterisk.sip());
        WatchedLoop loop = warmed(asterisk)) {
      AsteriskPhoneSystem engine =
          new AsteriskPhoneSystem(
              loop.vertx(),
              AsteriskAccess.of(
                  "127.0.0.1",
                  asterisk.amiPort(),
                  AsteriskInstance.AMI_USER,
                  AsteriskInstance.AMI_SECRET,
                  "patient"),
              new ParkedTimes(
                  Duration.ofSeconds(200), Duration.ofSeconds(250), Duration.ofSeconds(2)),
              InstantSource.system());
      loop.get(() -> engine.open(new ReportedFacts()));
      loop.get(() -> engine.claim(QUEUE, 1));
      loop.get(() -> engine.beat(Set.of(QUEUE)));
      loop.get(engine::close);

      AsteriskInstance.await(() -> false, Duration.ofSeconds(8)); // by default stale after 5
      outside.call("100", "0701740605", "");
      assertTrue(AsteriskInstance.await(() -> parked(asterisk), LIMIT), "still taken for alive");
      AsteriskInstance.await(() -> false, Duration.ofSeconds(12)); // by default given up after 10
      assertTrue(parked(asterisk), "kept for an engine that may come back");
      assertFalse(asterisk.log().contains("ERROR"), asterisk.log());
    }
  }

  private static WatchedLoop warmed(AsteriskInstance asterisk) {
    WatchedLoop.warm(asterisk);
    return new WatchedLoop();
  }

  private static boolean parked(AsteriskInstance asterisk) {
    return asterisk.cli("core show channels concise").contains("!AGI!");
  }
}
