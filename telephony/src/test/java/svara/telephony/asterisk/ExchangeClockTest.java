package svara.telephony.asterisk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExchangeClockTest {
  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

  private final ExchangeClock clock = new ExchangeClock(() -> NOW);

  @Test
  void clocksThatAgreeWithinARoundTripAreTakenAsOne() {
    clock.roundTrip(NOW, NOW.plusMillis(8), NOW.plusMillis(3));
    clock.roundTrip(NOW, NOW.plusMillis(40), NOW.plusMillis(39));
    assertEquals(NOW, clock.fromExchange(NOW));
    assertEquals(NOW, clock.exchangeNow());
  }

  @Test
  void anExchangeThatIsFiveSecondsBehindIsReadByTheEnginesClock() {
    Instant there = NOW.minusSeconds(5);
    clock.roundTrip(NOW, NOW.plusMillis(4), there.plusMillis(2));
    Duration off = Duration.between(NOW, clock.fromExchange(there)).abs();
    assertEquals(0, off.toMillis() / 5);
    assertEquals(there.getEpochSecond(), clock.exchangeNow().plusMillis(2).getEpochSecond());
  }

  @Test
  void aTimeForTheDialplanHasNoSign() {
    Instant there = NOW.minusMillis(30);
    clock.roundTrip(NOW, NOW.plusMillis(4), there.plusMillis(2));
    assertEquals(0, clock.there(Instant.EPOCH));
    assertEquals(there.getEpochSecond(), clock.there(NOW));
  }

  @Test
  void timesOfTheDialplanAreReadAndNonsenseIsNoTime() {
    assertEquals(Instant.ofEpochMilli(1795411649330L), ExchangeClock.parse("1795411649.330"));
    assertEquals(Instant.ofEpochSecond(1795411649L), ExchangeClock.parse("1795411649"));
    assertNull(ExchangeClock.parse(""));
    assertNull(ExchangeClock.parse("soon"));
    assertNull(ExchangeClock.parse("-1"));
    assertNull(ExchangeClock.parse("99999999999999999999"));
  }
}
