package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import svara.engine.id.CallId;
import svara.engine.id.TicketNumber;
import svara.engine.port.DrivenQueue;
import svara.engine.port.QueueStore;
import svara.engine.port.TicketStore;
import svara.engine.port.TicketStore.Attachment;
import svara.engine.port.TicketStore.TimelineEntry;
import svara.engine.port.TicketStoreContract;
import svara.engine.port.VoiceMessageStore;
import svara.engine.port.VoiceMessageStore.Removed;
import svara.engine.port.VoiceMessageStore.VoiceMessage;
import svara.engine.port.WordStore;
import svara.engine.queue.MessagePolicy;
import svara.engine.queue.Outcome;
import svara.engine.queue.QueuePolicy;
import svara.engine.statistics.CallMoments;

@Tag("storage")
class PostgresTicketStoreIT extends TicketStoreContract {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  private static final Instant MORNING = Instant.parse("2026-05-04T08:00:00Z");

  @Override
  protected TicketStore store() {
    return DATABASE.stores().tickets();
  }

  @Override
  protected QueueStore queues() {
    return DATABASE.stores().queues();
  }

  @Test
  void whatIsFoundBeforeItsWordsAreMadeIsFoundByThemToo() throws SQLException {
    aTicketIsFoundByItsWordsInBothLanguagesByWhatWasWrittenOnItAndByItsNumber();
    WordStore words = DATABASE.stores().words();
    while (words.make(3).await().count() > 0) {
      // a few at a time
    }
    assertEquals(0, rows("ticket_words_due"));
    assertTrue(rows("ticket_subject_words") >= 2 && rows("ticket_entry_words") >= 1);
    assertTrue(foundInWords("skrivare") >= 1, "a word in another form");
    try (Connection owner = DATABASE.owner();
        Statement statement = owner.createStatement()) {
      statement.execute("update ticket set subject = 'Annat', shown_as = '-'");
      statement.execute("update ticket_entry set text = ''");
    }
    assertEquals(0, rows("ticket_entry_words"), "what is taken back is not found meanwhile either");
    assertEquals(0, foundInWords("skrivare"));
  }

  private static long foundInWords(String word) throws SQLException {
    return rows("ticket_subject_words where words @@ words_wanted('" + word + "')");
  }

  private static long rows(String of) throws SQLException {
    try (Connection owner = DATABASE.owner();
        Statement statement = owner.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from " + of)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void aVoiceMessageIsOnItsCallsTicketOnceAndHeardByThatTicketAlone() {
    TicketNumber ticket = turnedAwayWithAMessage("voice1", 40);
    CallId call = new CallId("voice1-3");
    VoiceMessageStore messages = DATABASE.stores().voiceMessages();
    assertEquals(Set.of(call), messages.ended(List.of(call, new CallId("voice1-1"))).await());
    VoiceMessage said = message(call, Optional.of(Buffer.buffer("RIFF and so on")));
    // two engines that share an exchange have found it at the same moment
    Future<Optional<TicketNumber>> one = messages.keep(said);
    Future<Optional<TicketNumber>> two = messages.keep(said);
    assertEquals(1, List.of(one.await(), two.await()).stream().flatMap(Optional::stream).count());
    assertEquals(Optional.empty(), messages.keep(said).await());

    TimelineEntry entry = only("voice_message", ticket);
    assertEquals("8", entry.facts().get("seconds"), "begun seconds");
    assertEquals(call.value(), entry.facts().get("call"));
    long id = Long.parseLong(entry.facts().get("attachment"));
    Attachment attachment = store().attachment(ticket, id).await().orElseThrow();
    assertEquals("audio/wav", attachment.contentType());
    assertEquals("RIFF and so on", attachment.content().toString());
    assertEquals(Optional.empty(), store().attachment(other(ticket), id).await());
    assertEquals(Optional.empty(), store().attachment(ticket, id + 1_000).await());
    CallMoments moments = DATABASE.stores().calls().call(call).await().orElseThrow().moments();
    assertEquals(Outcome.TURNED_AWAY, moments.outcome(), "still turned away");
    assertTrue(moments.flags().metFull() && moments.flags().leftMessage());
    assertEquals(List.of(), DATABASE.stores().verification().verify().await().findings());
  }

  @Test
  void aMessageOfACallThatLivesOrThatNobodyKnowsIsNotKeptYet() {
    DrivenQueue queue = queue("voice2");
    queue.offered("voice2-1", "+46701740655");
    VoiceMessageStore messages = DATABASE.stores().voiceMessages();
    for (String id : List.of("voice2-1", "voice2-none")) {
      CallId call = new CallId(id);
      assertEquals(Set.of(), messages.ended(List.of(call)).await());
      assertEquals(Optional.empty(), messages.keep(message(call, Optional.empty())).await());
    }
  }

  @Test
  void whereNothingWasSaidOnlyTheTicketTellsOfIt() {
    TicketNumber ticket = turnedAwayWithAMessage("voice3", 60);
    VoiceMessageStore messages = DATABASE.stores().voiceMessages();
    VoiceMessage silent = message(new CallId("voice3-3"), Optional.empty());
    assertEquals(Optional.of(ticket), messages.keep(silent).await());
    assertEquals(Optional.empty(), messages.keep(silent).await());
    long id = Long.parseLong(only("voice_message.empty", ticket).facts().get("attachment"));
    assertEquals(Optional.empty(), store().attachment(ticket, id).await());
  }

  @Test
  void retentionRemovesTheSoundOfTheOldAndWritesIt() {
    TicketNumber ticket = turnedAwayWithAMessage("voice4", 70);
    VoiceMessageStore messages = DATABASE.stores().voiceMessages();
    Instant longAgo = MORNING.minus(Duration.ofDays(400));
    messages
        .keep(
            new VoiceMessage(
                new CallId("voice4-3"),
                longAgo,
                Duration.ofSeconds(8),
                Optional.of(Buffer.buffer("old")),
                MORNING))
        .await();
    long id = Long.parseLong(only("voice_message", ticket).facts().get("attachment"));
    Instant at = MORNING.plusSeconds(60);
    assertEquals(List.of(), messages.remove(longAgo, at).await(), "not older than this");
    assertEquals(
        List.of(new Removed(id, ticket, longAgo)),
        messages.remove(longAgo.plusSeconds(1), at).await());
    assertEquals(List.of(), messages.remove(longAgo.plusSeconds(1), at).await(), "once");
    assertEquals(Optional.empty(), store().attachment(ticket, id).await());
    assertEquals(
        Map.of("attachment", Long.toString(id), "call", "voice4-3"),
        only("voice_message.removed", ticket).facts());
  }

  private static VoiceMessage message(CallId call, Optional<Buffer> sound) {
    return new VoiceMessage(call, MORNING, Duration.ofMillis(7_300), sound, MORNING);
  }

  private TimelineEntry only(String kind, TicketNumber ticket) {
    List<TimelineEntry> found =
        store().ticket(ticket).await().orElseThrow().timeline().stream()
            .filter(entry -> entry.kind().equals(kind))
            .toList();
    assertEquals(1, found.size(), kind);
    return found.getFirst();
  }

  private static TicketNumber other(TicketNumber ticket) {
    return new TicketNumber(ticket.year(), ticket.serial() == 1 ? 2 : 1);
  }

  private DrivenQueue queue(String name) {
    MessagePolicy messages = new MessagePolicy(true, Duration.ofMinutes(2), Duration.ofSeconds(5));
    return DrivenQueue.open(queues(), name, QueuePolicy.defaults().with(messages), MORNING);
  }

  /** Meets one who talks and one who waits, leaves a message and hangs up. */
  private TicketNumber turnedAwayWithAMessage(String name, int number) {
    DrivenQueue queue = queue(name);
    queue.offered(name + "-1", "+467017406" + number);
    queue.answer(name + "-1");
    queue.offered(name + "-2", "+467017406" + (number + 1));
    TicketNumber ticket = queue.offered(name + "-3", "+467017406" + (number + 2)).ticket();
    queue.press(name + "-3", '3');
    queue.pass(Duration.ofSeconds(12));
    queue.end(name + "-3");
    return ticket;
  }
}
