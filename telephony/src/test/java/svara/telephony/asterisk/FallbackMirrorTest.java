package svara.telephony.asterisk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FallbackMirrorTest {
  @Test
  void whoStandsInOrderStaysAndTheRestIsAddedAnewBehind() {
    assertEquals(List.of("b", "c"), staying("a b c", "b c a"));
    assertEquals(List.of("a", "b", "c"), staying("a b c", "a b c"));
    assertEquals(List.of("a", "c"), staying("a b c", "a c"));
    assertEquals(List.of("c"), staying("a b c", "c b a"));
    assertEquals(List.of(), staying("", "a b"));
    assertEquals(List.of(), staying("a b", ""));
  }

  @Test
  void whoIsPausedOrBackIsAddedAnew() {
    assertEquals(List.of("b"), staying("a b", "b a*"));
    assertEquals(List.of("b"), staying("b a*", "b a"));
    assertEquals(List.of("a", "b"), staying("a b*", "a b*"));
  }

  private static List<String> staying(String known, String wanted) {
    return FallbackMirror.staying(members(known), members(wanted));
  }

  /** Names in their order; a star is paused. */
  private static Map<String, Boolean> members(String names) {
    Map<String, Boolean> members = new LinkedHashMap<>();
    for (String name : names.split(" ", -1)) {
      if (!name.isEmpty()) {
        members.put(name.replace("*", ""), name.endsWith("*"));
      }
    }
    return members;
  }
}
