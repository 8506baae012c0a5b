package svara.engine.whatif;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PatienceTest {
  /** The example of Kaplan and Meier's own kind: 6 gave up, 4 were answered in between. */
  @Test
  void thoseWhoWereAnsweredCountForAsLongAsTheyWaited() {
    Patience.Sample sample = new Patience.Sample();
    for (long gaveUp : new long[] {10, 20, 20, 40, 60, 70}) {
      sample.gaveUp(gaveUp);
    }
    for (long stayed : new long[] {15, 30, 50, 80}) {
      sample.stayed(stayed);
    }
    Patience patience = sample.estimate();
    assertEquals(1.0, patience.share(9), 1e-9);
    assertEquals(0.9, patience.share(10), 1e-9);
    assertEquals(0.9 * 6 / 8, patience.share(20), 1e-9);
    assertEquals(0.9 * 6 / 8 * 4 / 5, patience.share(40), 1e-9);
    assertEquals(0.9 * 6 / 8 * 4 / 5 * 2 / 3, patience.share(60), 1e-9);
    assertEquals(0.9 * 6 / 8 * 4 / 5 * 2 / 3 / 2, patience.share(70), 1e-9);
  }

  @Test
  void whoHasWaitedLongIsDrawnAPatienceThatIsLongerStill() {
    Patience.Sample sample = new Patience.Sample();
    for (int i = 1; i <= 100; i++) {
      sample.gaveUp(i);
    }
    Patience patience = sample.estimate();
    SplittableRandom random = new SplittableRandom(5);
    int long75 = 0;
    for (int i = 0; i < 10_000; i++) {
      long drawn = patience.draw(50, random);
      assertTrue(drawn > 50, () -> "drew " + drawn);
      long75 += drawn > 75 ? 1 : 0;
    }
    assertEquals(0.5, long75 / 10_000.0, 0.03);
  }

  @Test
  void whereNobodyGaveUpPatienceIsWithoutEnd() {
    Patience.Sample sample = new Patience.Sample();
    sample.stayed(5);
    assertEquals(Patience.FOR_EVER, sample.estimate().draw(0, new SplittableRandom(1)));
  }
}
