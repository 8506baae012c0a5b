package svara.engine.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.QueueId;
import svara.engine.id.TicketNumber;
import svara.engine.queue.AttemptResult;
import svara.engine.queue.CallFlags;
import svara.engine.queue.Outcome;
import svara.engine.ticket.TicketStatus;

/** Any contacts, folded in any parts and order, kept and read again, give the same figures. */
class ContactBookTest {
  private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");

  /** Around the night in which the clock goes back. */
  private static final Instant START = Instant.parse("2026-10-23T22:00:00Z");

  private static final Instant END = START.plus(Duration.ofDays(4));

  @Test
  void anyOrderAndAnyPartsGiveTheSameFigures() {
    for (long seed = 1; seed <= 100; seed++) {
      Random random = new Random(seed);
      List<Consumer<ContactBook>> contacts = contacts(random, 1 + random.nextInt(60));
      Map<ContactBook.Key, ContactFold> atOnce = folded(contacts);
      Collections.shuffle(contacts, random);
      Map<ContactBook.Key, ContactFold> merged = new TreeMap<>();
      for (int from = 0; from < contacts.size(); ) {
        int to = Math.min(contacts.size(), from + 1 + random.nextInt(9));
        folded(contacts.subList(from, to))
            .forEach((key, fold) ->
                merged.computeIfAbsent(key, _ -> new ContactFold()).merge(readAgain(fold)));
        from = to;
      }
      assertEquals(kept(atOnce), kept(merged), "seed " + seed);
    }
  }

  @Test
  void oneContactMoreOrLessIsSeen() {
    List<Consumer<ContactBook>> contacts = contacts(new Random(5), 40);
    assertNotEquals(kept(folded(contacts)), kept(folded(contacts.subList(0, 39))));
  }

  @Test
  void mergingIsAssociative() {
    for (long seed = 1; seed <= 100; seed++) {
      Random random = new Random(seed);
      List<ContactFold> parts = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        parts.add(all(folded(contacts(random, random.nextInt(40)))));
      }
      ContactFold left = copy(parts.get(0)).merge(parts.get(1)).merge(parts.get(2));
      ContactFold right = copy(parts.get(0)).merge(copy(parts.get(1)).merge(parts.get(2)));
      assertEquals(left.kept(), right.kept(), "seed " + seed);
    }
  }

  @Test
  void theHoursOfADayAddUpToTheDayAndEveryDimensionToTheSameTickets() {
    for (long seed = 1; seed <= 50; seed++) {
      List<Consumer<ContactBook>> contacts = contacts(new Random(seed), 50);
      ContactBook book = book(contacts);
      Map<Dimension, Long> tickets = new TreeMap<>();
      book.hours()
          .forEach((key, fold) ->
              tickets.merge(key.dimension(), fold.contacts().tickets().opened(), Long::sum));
      assertEquals(1, tickets.values().stream().distinct().count(), "seed " + seed);
      int hours = book.days().values().stream().mapToInt(List::size).sum();
      assertEquals(book.hours().size(), hours, "seed " + seed);
    }
  }

  @Test
  void waitsThatAreKeptAreReadAsTheyWere() {
    for (long seed = 1; seed <= 100; seed++) {
      Random random = new Random(seed);
      WaitHistogram waits = new WaitHistogram();
      for (int i = random.nextInt(300); i > 0; i--) {
        waits.add(
            Duration.ofMillis(random.nextLong(random.nextInt(5) == 0 ? 6_000_000_000L : 90_000)));
      }
      WaitHistogram read = WaitHistogram.of(waits.kept());
      assertEquals(waits, read);
      assertEquals(waits.count(), read.count());
      assertEquals(waits.kept(), read.kept());
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> WaitHistogram.of(new WaitHistogram.Kept("12,3", 0, 0)));
  }

  private static ContactFold copy(ContactFold fold) {
    return new ContactFold().merge(fold);
  }

  private static ContactFold readAgain(ContactFold fold) {
    return ContactFold.of(fold.kept());
  }

  private static ContactFold all(Map<ContactBook.Key, ContactFold> folds) {
    ContactFold all = new ContactFold();
    folds.values().forEach(all::merge);
    return all;
  }

  private static Map<ContactBook.Key, FigureFold.Kept> kept(
      Map<ContactBook.Key, ContactFold> folds) {
    Map<ContactBook.Key, FigureFold.Kept> kept = new TreeMap<>();
    folds.forEach((key, fold) -> kept.put(key, fold.kept()));
    return kept;
  }

  private static Map<ContactBook.Key, ContactFold> folded(List<Consumer<ContactBook>> contacts) {
    return book(contacts).hours();
  }

  private static ContactBook book(List<Consumer<ContactBook>> contacts) {
    ContactBook book = new ContactBook(STOCKHOLM);
    contacts.forEach(contact -> contact.accept(book));
    return book;
  }

  private static List<Consumer<ContactBook>> contacts(Random random, int n) {
    List<Consumer<ContactBook>> contacts = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Instant at = START.plusMillis(random.nextLong(Duration.ofDays(3).toMillis()));
      Belonging belonging = belonging(random);
      int serial = i;
      contacts.add(
          switch (random.nextInt(5)) {
            case 0 -> {
              CallMoments call = call(random, serial, at);
              yield book -> book.call(belonging, call);
            }
            case 1 -> {
              PromiseMoments promise = promise(random, serial, at);
              yield book -> book.promise(belonging, promise);
            }
            case 2 -> {
              AttemptResult result =
                  AttemptResult.values()[random.nextInt(AttemptResult.values().length)];
              yield book -> book.attempt(belonging, at, result);
            }
            case 3 -> {
              TicketMoments ticket = ticket(random, serial, at);
              yield book -> book.ticket(belonging, ticket, OpeningHours.always(), START, END);
            }
            default -> {
              String fate = List.of("created", "joined", "kept").get(random.nextInt(3));
              yield book -> book.mail(belonging, at, fate);
            }
          });
    }
    return contacts;
  }

  private static Belonging belonging(Random random) {
    List<String> some = List.of("", "one", "two");
    return new Belonging(
        "helpdesk",
        some.get(random.nextInt(3)),
        some.get(random.nextInt(3)),
        some.get(random.nextInt(3)),
        some.get(random.nextInt(3)),
        "phone");
  }

  private static CallMoments call(Random random, int serial, Instant at) {
    Outcome outcome = Outcome.values()[random.nextInt(Outcome.values().length)];
    Duration wait = Duration.ofMillis(random.nextInt(400_000));
    boolean answered = outcome == Outcome.ANSWERED;
    return new CallMoments(
        new QueueId("helpdesk"),
        new CallId("c" + serial),
        at,
        random.nextBoolean() ? at : null,
        answered ? at.plus(wait) : null,
        at.plus(wait).plusSeconds(answered ? random.nextInt(900) : 0),
        outcome,
        new CallFlags(random.nextBoolean(), random.nextBoolean(), false, null, null));
  }

  private static PromiseMoments promise(Random random, int serial, Instant at) {
    PromiseMoments.Fate fate =
        PromiseMoments.Fate.values()[random.nextInt(PromiseMoments.Fate.values().length)];
    return new PromiseMoments(
        new QueueId("helpdesk"),
        new CallbackId("cb-" + serial),
        at.minusSeconds(30),
        at,
        fate == PromiseMoments.Fate.OPEN ? null : at.plusSeconds(random.nextInt(100_000)),
        fate);
  }

  private static TicketMoments ticket(Random random, int serial, Instant at) {
    Instant closed = random.nextBoolean() ? at.plusSeconds(random.nextInt(80_000)) : null;
    return new TicketMoments(
        new TicketNumber(2026, 100_000 + serial),
        new QueueId("helpdesk"),
        at,
        random.nextBoolean() ? at.plusSeconds(random.nextInt(4_000)) : null,
        closed,
        false,
        List.of(new TicketMoments.Stood(at, TicketStatus.NEW)),
        random.nextInt(3),
        random.nextBoolean(),
        null,
        null);
  }
}
