package svara.engine.people;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import svara.engine.id.CallerNumber;
import svara.engine.id.CallerNumber.Denial;
import svara.engine.id.CallerNumber.Kind;

class NumberPlanTest {
  private final NumberPlan plan =
      new NumberPlan(
          new DialRules(
              List.of("+46"),
              List.of("+46900", "+4670174069"),
              List.of(new DialRules.Range("8200", "8299"), new DialRules.Range("110", "119")),
              false),
          List.of("400", "+46846500450"),
          Map.of("4xx", "+46846500", "21x", "+46846500"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "08-465 004 12",
        "+46 (0)8 465 004 12",
        "+46846500412",
        "0046846500412",
        "46846500412",
        "0846500412",
        "08.465.004.12"
      })
  void aPublicNumberIsOneHoweverItIsWritten(String written) {
    CallerNumber number = plan.caller(written);
    assertEquals(Kind.PUBLIC, number.kind());
    assertEquals("+46846500412", number.e164());
  }

  @Test
  void anExtensionAndItsDirectNumberAreOneLine() {
    CallerNumber extension = plan.caller("412");
    assertEquals(new CallerNumber("412", "+46846500412", Kind.EXTENSION, false), extension);
    assertEquals(plan.caller("08-465 004 12").key(), extension.key());
    assertTrue(extension.recognisable());
  }

  @Test
  void anExtensionWithoutDirectNumberStaysAnExtension() {
    assertEquals(new CallerNumber("8214", null, Kind.EXTENSION, false), plan.caller("8214"));
    assertEquals("8214", plan.caller("8214").key());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "anonymous", "Unknown", "RESTRICTED", "  "})
  void aWithheldNumberStaysWithheld(String shown) {
    assertEquals(CallerNumber.withheld(), plan.caller(shown));
    assertFalse(plan.caller(shown).recognisable());
  }

  @ParameterizedTest
  @ValueSource(strings = {"switchboard", "12", "+4612", "999999", "*11", "07", "00"})
  void whatIsNoNumberStaysAsItWasShown(String shown) {
    CallerNumber number = plan.caller(shown);
    assertEquals(new CallerNumber(shown, null, Kind.OTHER, false, Denial.MALFORMED), number);
    assertFalse(plan.mayCall(number));
  }

  @Test
  void aSharedLineIsSharedByBothItsNames() {
    assertTrue(plan.caller("400").shared());
    assertTrue(plan.caller("+46846500400").shared());
    assertTrue(plan.caller("450").shared());
    assertFalse(plan.caller("451").shared());
    assertFalse(plan.caller("400").recognisable());
  }

  @Test
  void whatAForeignExchangeSendsIsFilteredAndCut() {
    assertEquals(
        "0701740605", plan.caller("070-174 06 05\r\nVariable: x=y").presented().substring(0, 10));
    assertTrue(plan.caller("7".repeat(300)).presented().length() <= 40);
    assertEquals("abcExecSystem", plan.caller("abc\"&;\nExec()System").presented());
  }

  @Test
  void aSharedNumberMayBeNamedInAnySpelling() {
    NumberPlan spelt = new NumberPlan(Map.of("4xx", "+46846500"), List.of("08-465 004 00"));
    assertTrue(spelt.caller("400").shared());
    assertTrue(spelt.caller("+46846500400").shared());
    assertFalse(NumberPlan.plain().caller("+46846500400").shared());
  }

  @Test
  void onlyAllowedNumbersMayBeCalled() {
    assertTrue(plan.mayCall(plan.caller("070-174 06 05")));
    assertFalse(plan.mayCall(plan.caller("070-174 06 95")));
    assertFalse(plan.mayCall(plan.caller("+4520123456")));
    assertTrue(plan.mayCall(plan.caller("412")));
    assertTrue(plan.mayCall(plan.caller("8214")));
    assertFalse(plan.mayCall(CallerNumber.withheld()));
  }

  @ParameterizedTest
  @CsvSource({
    // emergency and short numbers first, however they are spelt, inside an internal range or not
    "112, EMERGENCY_OR_SHORT",
    "+46112, EMERGENCY_OR_SHORT",
    "112w1, EMERGENCY_OR_SHORT",
    "*112, EMERGENCY_OR_SHORT",
    "90000, EMERGENCY_OR_SHORT",
    "1177, EMERGENCY_OR_SHORT",
    "11414, EMERGENCY_OR_SHORT",
    "118118, EMERGENCY_OR_SHORT",
    "+46 118 118, EMERGENCY_OR_SHORT",
    "116111, EMERGENCY_OR_SHORT",
    "72222, EMERGENCY_OR_SHORT",
    // an internal plan of explicit ranges, and nothing that merely looks like an extension
    "8300, NOT_INTERNAL",
    "821, NOT_INTERNAL",
    "82140, NOT_INTERNAL",
    "9114, NOT_INTERNAL",
    "00112, NOT_INTERNAL",
    "46112, NOT_INTERNAL",
    // denied, premium, shared cost, freephone, personal and paging numbers, abroad
    "0900 12 34 56, DENIED",
    "0939 123 45 67, NOT_ALLOWED",
    "0944 12 34 56, NOT_ALLOWED",
    "0771 12 34 56, NOT_ALLOWED",
    "020 123 45 67, NOT_ALLOWED",
    "075 123 45 67, NOT_ALLOWED",
    "074 612 34 56, NOT_ALLOWED",
    "+45 20 12 34 56, NOT_ALLOWED",
    "+881 612 345 678, NOT_ALLOWED",
    "099 123 45 67, MALFORMED",
    "070174, MALFORMED",
    "anonymous, WITHHELD",
  })
  void aNumberThatMustNotBeDialledIsDeniedWithTheReason(String shown, Denial reason) {
    CallerNumber number = plan.caller(shown);
    assertEquals(reason, number.denial());
    assertFalse(plan.mayCall(number));
  }

  @ParameterizedTest
  @ValueSource(strings = {"070-174 06 05", "08-465 004 12", "010-123 45 67", "412", "8214", "111"})
  void fixedMobileNationwideAndInternalNumbersMayBeDialled(String shown) {
    assertTrue(plan.mayCall(plan.caller(shown)), shown);
  }

  @Test
  void freephoneAndNeighboursMayBeDialledWhenTheSettingsSaySo() {
    NumberPlan wider =
        new NumberPlan(
            new DialRules(List.of("+46", "+45"), List.of(), List.of(), true), List.of(), Map.of());
    assertTrue(wider.mayCall(wider.caller("020 123 45 67")));
    assertTrue(wider.mayCall(wider.caller("+45 20 12 34 56")));
    assertFalse(wider.mayCall(wider.caller("+47 406 12 345")));
    assertFalse(wider.mayCall(wider.caller("0900 12 34 56")));
    assertFalse(wider.mayCall(wider.caller("112")));
  }
}
