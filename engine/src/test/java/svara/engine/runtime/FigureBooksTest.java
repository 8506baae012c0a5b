package svara.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import svara.engine.id.QueueId;
import svara.engine.id.TicketNumber;
import svara.engine.port.FigureStore;
import svara.engine.statistics.Dimension;
import svara.engine.statistics.Statistics;
import svara.engine.statistics.TicketMoments;
import svara.engine.whatif.Recording;

class FigureBooksTest {
  private static final Instant MORNING = Instant.parse("2026-03-10T08:00:00Z");
  private static final FigureStore.Mismatch PLANTED =
      new FigureStore.Mismatch(new QueueId("helpdesk"), MORNING, "ANSWERED", 3, 2);

  private final Kept store = new Kept();
  private final FigureBooks books = new FigureBooks(store);

  @Test
  void whatIsWrongTwiceRunningIsTold() {
    store.wrong = List.of(PLANTED);
    look(0, 0);
    assertEquals(Set.of(), books.told());
    look(0, 10);
    assertEquals(Set.of(PLANTED), books.told());
    assertEquals(List.of(PLANTED), store.noted);
  }

  @Test
  void whatIsMendedIsNotShownAnyLonger() {
    store.wrong = List.of(PLANTED);
    look(0, 0);
    look(0, 10);
    store.wrong = List.of();
    look(0, 60);
    assertEquals(List.of(PLANTED), store.noted, "looked at again after ten minutes");
    look(0, 700);
    assertEquals(List.of(), store.noted);
  }

  @Test
  void aNightWithoutCallsIsLookedAtToo() {
    look(0, 0);
    look(0, 60_000);
    assertEquals(1, store.asked.size());
    look(0, 61_200);
    assertEquals(List.of(Instant.EPOCH, Instant.EPOCH), store.asked);
  }

  @Test
  void aCallThatEndedBetweenFoldAndLookIsNoFault() {
    store.wrong = List.of(PLANTED);
    look(0, 0);
    store.wrong = List.of();
    look(0, 10);
    look(0, 20);
    assertEquals(Set.of(), books.told());
  }

  @Test
  void afterAFoldTheHoursOfLateAreLookedAtAndOnceADayAll() {
    look(0, 0);
    assertEquals(Instant.EPOCH, store.asked.getLast());
    look(0, 60);
    assertEquals(1, store.asked.size(), "nothing was folded since");
    look(5, 120);
    assertEquals(1, store.asked.size(), "there is more to fold");
    look(0, 121);
    assertEquals(MORNING.plusSeconds(121).minus(Duration.ofHours(26)), store.asked.getLast());
    look(1, 90_000);
    look(0, 90_001);
    assertEquals(Instant.EPOCH, store.asked.getLast());
  }

  @Test
  void busyTimesAreNotLookedAtMoreOftenThanEveryTenSeconds() {
    for (int second = 0; second < 60; second++) {
      look(second % 2, second);
    }
    assertEquals(6, store.asked.size());
  }

  private void look(int folded, int second) {
    books.after(folded, MORNING.plusSeconds(second)).await();
  }

  /** Tells what it is told to. */
  private static final class Kept implements FigureStore {
    private final List<Instant> asked = new ArrayList<>();
    private List<Mismatch> wrong = List.of();
    private List<Mismatch> noted = List.of();

    @Override
    public Future<List<Mismatch>> mismatches(Instant from, Instant to) {
      asked.add(from);
      return Future.succeededFuture(wrong);
    }

    @Override
    public Future<Reading> read(QueueId queue, Statistics.Span span) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Integer> keepUp() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Rebuilt> rebuild() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Integer> keepDays() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Groups> groups(
        Dimension dimension, String value, QueueId queue, Statistics.Span span) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Recording> recording(QueueId queue, Instant from, Instant to, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<List<TicketMoments>> tickets(
        QueueId queue, Instant from, Instant to, Group group, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Mails> mails(
        QueueId queue,
        Instant from,
        Instant to,
        Group group,
        MailFate fate,
        int offset,
        int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> note(List<Mismatch> wrong) {
      noted = List.copyOf(wrong);
      return Future.succeededFuture();
    }

    @Override
    public Future<List<Mismatch>> noted(Instant from, Instant to) {
      return Future.succeededFuture(noted);
    }

    @Override
    public Future<Behind> promises(
        QueueId queue, Instant from, Instant to, PromiseFigure figure, int offset, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<List<TicketNumber>> openTickets(Instant from, Instant to, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Backlog> backlog(Instant at) {
      throw new UnsupportedOperationException();
    }
  }
}
