package svara.engine.people;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import svara.engine.id.CallerNumber;
import svara.engine.id.CallerNumber.Kind;

class NumberPlanTest {
  private final NumberPlan plan =
      new NumberPlan(Map.of("4xx", "+46846500"), List.of("08-465 004 00", "8000"));

  @ParameterizedTest
  @CsvSource({
    "08-465 004 12, +46846500412",
    "+46 (0)8 465 004 12, +46846500412",
    "0046846500412, +46846500412",
    "070-174 06 05, +46701740605",
    "+46701740605, +46701740605"
  })
  void aPublicNumberIsTheSameLineInEverySpelling(String presented, String e164) {
    CallerNumber number = plan.caller(presented);
    assertEquals(Kind.PUBLIC, number.kind());
    assertEquals(e164, number.e164());
    assertEquals(e164, number.key());
    assertTrue(number.recognisable());
  }

  @Test
  void anExtensionStaysAnExtensionAndIsTheSameLineAsItsDirectNumber() {
    CallerNumber number = plan.caller("412");
    assertEquals(Kind.EXTENSION, number.kind());
    assertEquals("412", number.presented());
    assertEquals(plan.caller("08-465 004 12").key(), number.key());
  }

  @Test
  void anExtensionWithoutADirectNumberIsItsOwnLine() {
    CallerNumber number = plan.caller("8214");
    assertEquals(Kind.EXTENSION, number.kind());
    assertNull(number.e164());
    assertEquals("8214", number.key());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "anonymous", "Anonymous", "unknown"})
  void withheldStaysWithheldAndRecognisesNobody(String presented) {
    assertEquals(CallerNumber.withheld(), plan.caller(presented));
    assertFalse(plan.caller(presented).recognisable());
  }

  @ParameterizedTest
  @ValueSource(strings = {"400", "08-465 004 00", "+46846500400", "8000"})
  void aSharedNumberRecognisesNobodyInAnySpelling(String presented) {
    assertTrue(plan.caller(presented).shared());
    assertFalse(plan.caller(presented).recognisable());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sip-caller", "++46", "999999999999999999999999", "12"})
  void whatIsNoNumberIsKeptAsPresentedAndRecognisesNobody(String presented) {
    CallerNumber number = plan.caller(presented);
    assertEquals(Kind.OTHER, number.kind());
    assertNull(number.e164());
    assertFalse(number.recognisable());
  }

  @Test
  void anOverlongNumberIsCut() {
    assertEquals(40, plan.caller("x".repeat(300)).presented().length());
  }
}
