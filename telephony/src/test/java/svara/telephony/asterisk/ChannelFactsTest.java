package svara.telephony.asterisk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.asteriskjava.manager.event.NewChannelEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import svara.engine.id.QueueId;
import svara.engine.queue.RingResult;

class ChannelFactsTest {
  @Test
  void theDialplansVariablesAreRead() {
    ChannelFacts facts =
        facts(
            Map.of(
                "SVARA_CALL", "svara-1.1",
                "SVARA_QUEUE", "helpdesk",
                "SVARA_NUMBER", "100",
                "SVARA_STATE", "asking",
                "SVARA_ENTRY", "2"));
    assertTrue(facts.callers("svara-1.1"));
    assertFalse(facts.callers("svara-1.2"));
    assertEquals(Optional.of(new QueueId("helpdesk")), facts.queue());
    assertEquals("100", facts.dialled());
    assertEquals(2, facts.entry());
    assertEquals("0701740605", facts.number());
  }

  @Test
  void aWithheldNumberIsEmptyWhateverWasSent() {
    assertEquals("", facts(Map.of("SVARA_WITHHELD", "1")).number());
  }

  @Test
  void aChannelWithoutVariablesIsNobodys() {
    ChannelFacts facts = facts(Map.of());
    assertEquals(Optional.empty(), facts.call());
    assertFalse(facts.callers("svara-1.1"));
    assertEquals(0, facts.entry());
  }

  @ParameterizedTest
  @CsvSource({
    "NOANSWER-19, NO_ANSWER",
    "BUSY-17, BUSY",
    "BUSY-21, REJECTED",
    "CHANUNAVAIL-21, REJECTED",
    "CHANUNAVAIL-3, UNREACHABLE",
    "CONGESTION-34, UNREACHABLE",
    "LATE-0, FAILED",
    "nonsense, FAILED"
  })
  void theEndOfARingIsRead(String result, RingResult expected) {
    assertEquals(expected, facts(Map.of("SVARA_RESULT", result)).ringResult());
  }

  private static ChannelFacts facts(Map<String, String> variables) {
    NewChannelEvent event = new NewChannelEvent(new Object());
    event.setChanVariables(new HashMap<>(variables));
    event.setCallerIdNum("0701740605");
    event.setCallerIdName("Eva\r\nBerg");
    return ChannelFacts.of(event);
  }
}
