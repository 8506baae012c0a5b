package svara.telephony.asterisk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmiActionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1\r\nAction: Originate",
        "1\nAction: Originate",
        "1\rAction: Originate",
        "\n",
        "a\0b"
      })
  void aValueThatCouldStartASecondActionIsRefused(String value) {
    AmiAction action = AmiAction.of("Setvar");
    assertThrows(IllegalArgumentException.class, () -> action.with("Value", value));
    assertThrows(IllegalArgumentException.class, () -> action.with(value, "x"));
    assertThrows(IllegalArgumentException.class, () -> AmiAction.of(value));
    assertEquals(Map.of(), action.getAttributes());
  }

  @Test
  void anythingElseIsPassedOnAsItIs() {
    AmiAction action = AmiAction.of("Setvar").with("Value", "åäö \"&;,=${X}").with("Count", 3);
    assertEquals("Setvar", action.getAction());
    assertEquals(Map.of("Value", "åäö \"&;,=${X}", "Count", "3"), action.getAttributes());
  }
}
