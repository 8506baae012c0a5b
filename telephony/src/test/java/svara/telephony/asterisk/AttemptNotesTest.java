package svara.telephony.asterisk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import svara.engine.id.CallbackId;
import svara.engine.port.CallbackPhones.Step;
import svara.engine.port.CallbackPhones.Trace;
import svara.engine.queue.AttemptResult;
import svara.engine.queue.CallerWish;

class AttemptNotesTest {
  private static final Instant AT = Instant.parse("2026-03-02T08:00:00Z");

  @Test
  void resultAndWishAreReadAsTheDialplanSaysThem() {
    assertEquals(
        new Step.Ended(AttemptResult.NO_KEY, CallerWish.LATER), AttemptNotes.end("NO_KEY-LATER"));
    assertEquals(new Step.Ended(AttemptResult.JOINED, CallerWish.NONE), AttemptNotes.end("JOINED"));
    assertEquals(new Step.Ended(AttemptResult.BUSY, CallerWish.NONE), AttemptNotes.end("BUSY-"));
  }

  @Test
  void wordsThatAreNotKnownAreAFailureOfTheExchangeAndNoSuccess() {
    Step.Ended failed = new Step.Ended(AttemptResult.CONGESTION, CallerWish.NONE);
    assertEquals(failed, AttemptNotes.end("MARVELLOUS"));
    assertEquals(failed, AttemptNotes.end("JOINED-FOR_TEA"));
  }

  @Test
  void aClaimWithoutAnEndIsOverAllTheSame() {
    AttemptNotes.Note dialled =
        new AttemptNotes.Note(AT, Optional.empty(), Optional.empty(), Optional.empty());
    assertFalse(dialled.ended());
    assertEquals(
        new Trace.Over(AttemptResult.CONGESTION, CallerWish.NONE, AT, Optional.empty(), AT),
        dialled.over());
    Instant joined = AT.plusSeconds(30);
    AttemptNotes.Note talked =
        new AttemptNotes.Note(AT, Optional.of(joined), Optional.empty(), Optional.empty());
    assertEquals(AttemptResult.JOINED, talked.over().result());
    assertEquals(joined, talked.over().endedAt());
  }

  @Test
  void aTechniciansChannelOfACallbackIsKnownByItsId() {
    String channel = AttemptNotes.channel(new CallbackId("cb-svara-1795421005.4"), 2);
    assertEquals("cb-svara-1795421005.4-2", channel);
    assertTrue(AttemptNotes.channelOfCallback(channel));
    assertFalse(AttemptNotes.channelOfCallback("svara-1795421005.4"));
    assertFalse(AttemptNotes.channelOfCallback(null));
  }
}
