package svara.engine.statistics;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import svara.engine.calendar.OpeningHours;
import svara.engine.queue.AttemptResult;
import svara.engine.statistics.Statistics.By;

/**
 * Calls, promises, tickets and mails of some days, folded by hour for every group they belong to.
 * The calls of all groups together are not folded here: they are folded from the journal in its
 * order, with technicians' time.
 */
public final class ContactBook {
  private final ZoneId zone;
  private final TreeMap<Key, ContactFold> folds = new TreeMap<>();

  /**
   * Which hour of which group.
   *
   * @param value of the dimension
   * @param queue its name, or empty for what came through none
   */
  public record Key(Dimension dimension, Instant hour, String queue, String value)
      implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::dimension)
            .thenComparing(Key::hour)
            .thenComparing(Key::queue)
            .thenComparing(Key::value);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  public ContactBook(ZoneId zone) {
    this.zone = zone;
  }

  /** A call has ended. */
  public void call(Belonging belonging, CallMoments call) {
    at(
        belonging,
        call.offeredAt(),
        List.of(Dimension.ALL),
        fold -> fold.calls().offered().ended(call));
  }

  /** A promise was made. */
  public void promise(Belonging belonging, PromiseMoments promise) {
    at(belonging, promise.promisedAt(), List.of(), fold -> fold.calls().promise(promise));
  }

  /** A caller who is owed a callback was dialled. */
  public void attempt(Belonging belonging, Instant dialledAt, AttemptResult result) {
    at(belonging, dialledAt, List.of(), fold -> fold.calls().attempt(result));
  }

  /**
   * A ticket was opened, and perhaps closed: each within the time that is folded, or not at all.
   */
  public void ticket(
      Belonging belonging, TicketMoments ticket, OpeningHours hours, Instant from, Instant to) {
    if (within(ticket.openedAt(), from, to)) {
      at(belonging, ticket.openedAt(), List.of(), fold -> fold.tickets().opened(ticket, hours));
    }
    Instant closedAt = ticket.closedAt();
    if (closedAt != null && within(closedAt, from, to) && !ticket.needless()) {
      at(belonging, closedAt, List.of(), fold -> fold.tickets().closed(ticket, hours));
    }
  }

  private static boolean within(@Nullable Instant at, Instant from, Instant to) {
    return at != null && !at.isBefore(from) && at.isBefore(to);
  }

  /** A mail came in. */
  public void mail(Belonging belonging, Instant receivedAt, String fate) {
    at(belonging, receivedAt, List.of(), fold -> fold.mail(fate));
  }

  private void at(
      Belonging belonging, Instant at, List<Dimension> without, Consumer<ContactFold> count) {
    Instant hour = By.HOUR.startOf(at, zone);
    for (Dimension dimension : Dimension.values()) {
      if (!without.contains(dimension)) {
        Key key = new Key(dimension, hour, belonging.queue(), belonging.of(dimension));
        count.accept(folds.computeIfAbsent(key, _ -> new ContactFold()));
      }
    }
  }

  /** What was folded, hour by hour. */
  public SortedMap<Key, ContactFold> hours() {
    return folds;
  }

  /** The same put together by local day, each day with its hours in order. */
  public SortedMap<Key, List<Map.Entry<Instant, ContactFold>>> days() {
    TreeMap<Key, List<Map.Entry<Instant, ContactFold>>> days = new TreeMap<>();
    folds.forEach((key, fold) ->
        days.computeIfAbsent(
                new Key(
                    key.dimension(), By.DAY.startOf(key.hour(), zone), key.queue(), key.value()),
                _ -> new ArrayList<>())
            .add(Map.entry(key.hour(), fold)));
    return days;
  }
}
