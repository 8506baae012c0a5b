package svara.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import svara.engine.id.CallId;
import svara.engine.id.TicketNumber;
import svara.engine.port.LiveUpdate;
import svara.engine.port.MessageFolder;
import svara.engine.port.StoreException;
import svara.engine.port.VoiceMessageStore;

class MessageKeeperTest {
  private static final Instant MORNING = Instant.parse("2026-03-10T08:00:00Z");
  private static final CallId CALL = new CallId("svara-1.1");
  private static final CallId OTHER = new CallId("svara-1.2");

  private final ManualScheduler scheduler = new ManualScheduler(MORNING);
  private final Shelf shelf = new Shelf();
  private final Book book = new Book();
  private final LiveFeed live = new LiveFeed();
  private final List<LiveUpdate> news = new ArrayList<>();
  private final MessageKeeper keeper = new MessageKeeper(shelf, book, live, scheduler);

  @BeforeEach
  void listen() {
    live.subscribe(news::add);
  }

  @Test
  void whatWasLeftBehindIsTakenAtTheStartAndNewsIsGiven() {
    shelf.put(CALL, file(16_000, 4_000));
    book.ended.add(CALL);
    keeper.start();
    assertTrue(book.kept.get(CALL).sound().isPresent());
    assertEquals(Duration.ofSeconds(2), book.kept.get(CALL).length());
    assertEquals(Set.of(), shelf.files.keySet(), "gone when it is stored");
    assertEquals(List.of("ticket.changed"), news.stream().map(LiveUpdate::name).toList());
  }

  @Test
  void whoStillSpeaksIsLeftAloneUntilHisCallHasEnded() {
    shelf.put(CALL, file(16_000, 4_000));
    keeper.start();
    scheduler.pass(Duration.ofSeconds(30));
    assertEquals(Map.of(), book.kept);
    book.ended.add(CALL);
    scheduler.pass(Duration.ofSeconds(5));
    assertEquals(Set.of(CALL), book.kept.keySet());
  }

  /** Stored, and killed before the file was removed. */
  @Test
  void aMessageThatIsKeptAlreadyIsOnlyRemovedAndNotToldAgain() {
    shelf.put(CALL, file(16_000, 4_000));
    book.ended.add(CALL);
    shelf.forgets = false;
    keeper.start();
    shelf.forgets = true;
    scheduler.pass(Duration.ofSeconds(5));
    assertEquals(1, book.stored);
    assertEquals(1, news.size());
    assertEquals(Set.of(), shelf.files.keySet());
  }

  @Test
  void whoSaidNothingLeavesNoSound() {
    shelf.put(CALL, file(40_000, 0));
    shelf.put(OTHER, Buffer.buffer());
    book.ended.addAll(List.of(CALL, OTHER));
    keeper.start();
    assertEquals(Optional.empty(), book.kept.get(CALL).sound());
    assertEquals(Optional.empty(), book.kept.get(OTHER).sound());
    assertEquals(Set.of(), shelf.files.keySet());
  }

  @Test
  void whatCanNotBeStoredNowStaysAndKeepsNobodyElseWaiting() {
    shelf.put(CALL, file(16_000, 4_000));
    shelf.put(OTHER, file(16_000, 4_000));
    book.ended.addAll(List.of(CALL, OTHER));
    book.refuses = CALL;
    keeper.start();
    assertEquals(Set.of(OTHER), book.kept.keySet());
    assertEquals(Set.of(CALL), shelf.files.keySet());
    book.refuses = null;
    scheduler.pass(Duration.ofSeconds(5));
    assertEquals(Set.of(OTHER, CALL), book.kept.keySet());
  }

  @Test
  void aFileOfAnotherFormIsNeitherStoredNorRemoved() {
    shelf.put(CALL, Buffer.buffer("OggS and so on"));
    book.ended.add(CALL);
    keeper.start();
    scheduler.pass(Duration.ofSeconds(30));
    assertEquals(Map.of(), book.kept);
    assertEquals(Set.of(CALL), shelf.files.keySet());
    assertEquals(1, shelf.read, "and not read again and again");
  }

  @Test
  void afterTheStopNothingIsTaken() {
    keeper.start();
    keeper.stop();
    shelf.put(CALL, file(16_000, 4_000));
    book.ended.add(CALL);
    scheduler.pass(Duration.ofSeconds(30));
    assertEquals(Map.of(), book.kept);
  }

  @Test
  void retentionGoesOnUntilNothingOldIsLeftAndThenWaits() {
    MessageRetention retention = new MessageRetention(book, scheduler, Duration.ofDays(90));
    book.old = 3;
    retention.start();
    scheduler.pass(Duration.ZERO);
    assertEquals(MORNING.minus(Duration.ofDays(90)), book.askedBefore);
    assertEquals(0, book.old);
    int asked = book.asked;
    scheduler.pass(Duration.ofMinutes(59));
    assertEquals(asked, book.asked);
    scheduler.pass(Duration.ofMinutes(2));
    assertEquals(asked + 1, book.asked);
    retention.stop();
    scheduler.pass(Duration.ofHours(5));
    assertEquals(asked + 1, book.asked);
  }

  private static Buffer file(int samples, int loudness) {
    ByteBuffer file = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
    file.put(ascii("RIFF")).putInt(36 + 2 * samples).put(ascii("WAVEfmt ")).putInt(16);
    file.putShort((short) 1).putShort((short) 1).putInt(8_000).putInt(16_000);
    file.putShort((short) 2).putShort((short) 16).put(ascii("data")).putInt(2 * samples);
    for (int i = 0; i < samples; i++) {
      file.putShort((short) (loudness * Math.sin(i)));
    }
    return Buffer.buffer(file.array());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A folder in memory. */
  private static final class Shelf implements MessageFolder {
    private final Map<CallId, Buffer> files = new LinkedHashMap<>();
    private boolean forgets = true;
    private int read;

    private void put(CallId call, Buffer file) {
      files.put(call, file);
    }

    @Override
    public Future<List<CallId>> messages() {
      return Future.succeededFuture(List.copyOf(files.keySet()));
    }

    @Override
    public Future<Optional<Recording>> message(CallId call) {
      read++;
      return Future.succeededFuture(
          Optional.ofNullable(files.get(call)).map(file -> new Recording(call, MORNING, file)));
    }

    @Override
    public Future<Void> forget(CallId call) {
      if (forgets) {
        files.remove(call);
      }
      return Future.succeededFuture();
    }
  }

  /** A store in memory. */
  private static final class Book implements VoiceMessageStore {
    private final Set<CallId> ended = new HashSet<>();
    private final Map<CallId, VoiceMessage> kept = new LinkedHashMap<>();
    private CallId refuses;
    private int stored;
    private int old;
    private int asked;
    private Instant askedBefore;

    @Override
    public Future<Set<CallId>> ended(Collection<CallId> calls) {
      Set<CallId> found = new HashSet<>(calls);
      found.retainAll(ended);
      return Future.succeededFuture(found);
    }

    @Override
    public Future<Optional<TicketNumber>> keep(VoiceMessage message) {
      if (message.call().equals(refuses)) {
        return Future.failedFuture(
            new StoreException(StoreException.Kind.UNAVAILABLE, "no room on the disk"));
      }
      if (kept.putIfAbsent(message.call(), message) != null) {
        return Future.succeededFuture(Optional.empty());
      }
      stored++;
      return Future.succeededFuture(Optional.of(new TicketNumber(2026, 1)));
    }

    @Override
    public Future<List<Removed>> remove(Instant before, Instant at) {
      asked++;
      askedBefore = before;
      if (old == 0) {
        return Future.succeededFuture(List.of());
      }
      old--;
      return Future.succeededFuture(
          List.of(new Removed(1, new TicketNumber(2026, 1), before.minusSeconds(1))));
    }
  }
}
