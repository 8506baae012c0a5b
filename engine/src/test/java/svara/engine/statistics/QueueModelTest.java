package svara.engine.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueModelTest {
  /** M/M/1/2 at five minutes a call: the shares of the definitions. */
  @ParameterizedTest
  @CsvSource({"3, 0.048", "6, 0.143", "9, 0.243", "12, 0.333"})
  void theSharesThatMeetAFullLineAreThePublishedOnes(int callsPerHour, double share) {
    QueueModel model = new QueueModel(callsPerHour * 300.0 / 3_600, 1, 2);
    assertEquals(share, model.turnedAway(), 0.0005);
  }

  /** Three such queues put together, at six calls an hour each. */
  @Test
  void poolingThreeQueuesTurnsFourteenPercentIntoOneAndAHalf() {
    assertEquals(0.015, new QueueModel(18 * 300.0 / 3_600, 3, 6).turnedAway(), 0.0005);
  }

  /** Erlang B, as its tables have it: without waiting places M/M/c/c. */
  @ParameterizedTest
  @CsvSource({"1, 1, 0.5", "2, 5, 0.0367", "5, 10, 0.0184", "10, 10, 0.2146", "20, 30, 0.0085"})
  void withoutWaitingPlacesItIsErlangB(double load, int servers, double share) {
    assertEquals(share, new QueueModel(load, servers, servers).turnedAway(), 0.0001);
  }

  /** Erlang C at 8 Erlang and 10 servers: 0.409 wait, 0.2046 handling times in the mean. */
  @Test
  void withManyPlacesItIsErlangC() {
    QueueModel model = new QueueModel(8, 10, 2_000);
    assertEquals(0.0, model.turnedAway(), 1e-9);
    assertEquals(0.2046, model.meanWait(), 0.0005);
    assertEquals(0.8, model.occupancy(), 1e-9);
  }

  @Test
  void aGreatLoadFillsEverythingAndOverflowsNothing() {
    QueueModel model = new QueueModel(100_000, 10, 11_000);
    assertEquals(1, model.occupancy(), 0.001);
    assertTrue(model.turnedAway() > 0.999);
  }

  @Test
  void whatIsNoQueueIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new QueueModel(1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new QueueModel(1, 2, 1));
    assertThrows(IllegalArgumentException.class, () -> new QueueModel(Double.NaN, 1, 1));
  }
}
