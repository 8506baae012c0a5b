package svara.config.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class FigureTest {

  @Test
  void aFigureIsOneLineWithItsPeerBesideIt() {
    Figure figure = new Figure("connect.median", 8.12345, "ms", "Queue()", 7.0);
    assertEquals(
        "{\"name\":\"connect.median\",\"value\":8.123,\"unit\":\"ms\",\"peer\":\"Queue()\","
            + "\"peerValue\":7.0}",
        figure.json());
    assertFalse(figure.json().contains("\n"));
  }

  @Test
  void withoutAPeerItSaysSo() {
    assertEquals(
        "{\"name\":\"start.ready\",\"value\":2.5,\"unit\":\"s\",\"peer\":null,\"peerValue\":null}",
        Figure.alone("start.ready", 2.5, "s").json());
  }

  @Test
  void aTimeOfNoCallIsNoTimeAndNotTheBestOne() {
    double none = Latencies.of(new long[0]).medianMillis();
    assertEquals(
        "{\"name\":\"held.median\",\"value\":null,\"unit\":\"ms\",\"peer\":\"Queue()\","
            + "\"peerValue\":null}",
        new Figure("held.median", none, "ms", "Queue()", none).json());
  }
}
