package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import svara.config.exchange.OwnershipHistory.Act;
import svara.config.exchange.OwnershipHistory.Write;

/** The checker finds what it is for. */
final class OwnershipHistoryTest {
  private static final Act FIRST = new Act("svara-hold", 7, true);
  private static final Act SECOND = new Act("svara-connect", 8, true);

  private static List<String> findings(List<Act> acts, Write... writes) {
    return new OwnershipHistory(acts, List.of(writes)).findings();
  }

  @Test
  void oneOwnerAfterTheOtherIsWell() {
    Act late = new Act("svara-connect", 7, false);
    assertEquals(
        List.of(), findings(List.of(FIRST, SECOND, late), new Write(7, 7), new Write(8, 8)));
  }

  @Test
  void aFormerOwnerThatIsObeyedIsFound() {
    assertEquals(1, findings(List.of(FIRST, SECOND, FIRST)).size());
  }

  @Test
  void aWriteOfAFormerOwnerIsFound() {
    assertEquals(1, findings(List.of(), new Write(8, 8), new Write(7, 7)).size());
    assertEquals(1, findings(List.of(), new Write(7, 8)).size());
  }
}
