package svara.config.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SippScenarioTest {
  @Test
  void aNameCannotEndItsHeaderOrMeanSomethingToSipp() {
    assertEquals("\"Eva  Berglocal_ip\"", SippScenario.quoted("Eva \"\r\n Berg\\[local_ip]<&>"));
  }

  @Test
  void everyPlaceOfAScenarioIsFilledIn() {
    String register =
        SippScenario.of("register.xml", Map.of("PHONE", "201", "SECRET", "x", "EXPIRES", "60"));
    assertFalse(register.matches("(?s).*@[A-Z]+@.*"), register);
  }

  @Test
  void muLawIsThatOfG711() {
    assertEquals((byte) 0xff, Speech.muLaw(0));
    assertEquals((byte) 0x80, Speech.muLaw(32_767));
    assertEquals((byte) 0x00, Speech.muLaw(-32_767));
    assertEquals((byte) 0xce, Speech.muLaw(1_000));
  }
}
