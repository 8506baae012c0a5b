package svara.telephony;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import svara.telephony.ContractMatrix.Cell;

/** The check that the contract is complete finds what it is there to find. */
class ContractMatrixTest {

  interface Port {
    void ring();
  }

  static class OneTest {
    @Test
    @Covers(methods = "ring", when = Situation.SUCCEEDS)
    void rings() {}

    @Covers(methods = "ring", when = Situation.ASKED_TWICE)
    void isNoTest() {}
  }

  static class TestOfNothing extends OneTest {
    @Test
    @Covers(methods = "rinse", when = Situation.SUCCEEDS)
    void rinses() {}
  }

  @Test
  void aCellThatIsNeitherTestedNorMeaninglessIsAGap() {
    List<String> gaps = new ContractMatrix(Port.class, reasons()).gaps(OneTest.class);
    assertEquals(List.of("ring ASKED_TWICE: neither tested nor said to be meaningless"), gaps);
  }

  @Test
  void aBlankReasonIsNone() {
    var reasons = reasons();
    reasons.put(new Cell("ring", Situation.ASKED_TWICE), " ");
    assertEquals(1, new ContractMatrix(Port.class, reasons).gaps(OneTest.class).size());
  }

  @Test
  void whatIsTestedCannotBeMeaningless() {
    var reasons = reasons();
    reasons.put(new Cell("ring", Situation.ASKED_TWICE), "a bell has no memory");
    reasons.put(new Cell("ring", Situation.SUCCEEDS), "it never does");
    List<String> gaps = new ContractMatrix(Port.class, reasons).gaps(OneTest.class);
    assertEquals(1, gaps.size());
    assertTrue(gaps.getFirst().contains("but tested by [rings]"), gaps.toString());
  }

  @Test
  void aMethodThatThePortDoesNotHaveIsAGap() {
    List<String> gaps = new ContractMatrix(Port.class, reasons()).gaps(TestOfNothing.class);
    assertTrue(gaps.contains("rinse SUCCEEDS: the port has no such method"), gaps.toString());
  }

  private static Map<Cell, String> reasons() {
    Map<Cell, String> reasons = new TreeMap<>();
    Arrays.stream(Situation.values())
        .filter(s -> s != Situation.SUCCEEDS && s != Situation.ASKED_TWICE)
        .forEach(s -> reasons.put(new Cell("ring", s), "a bell has no caller"));
    return reasons;
  }
}
