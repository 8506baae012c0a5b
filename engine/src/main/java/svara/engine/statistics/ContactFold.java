package svara.engine.statistics;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import svara.engine.statistics.FigureFold.Kept;

/**
 * Calls, tickets and mails of one group and one time, folded. Parts folded apart and merged, in any
 * order, give what all folded at once give.
 */
public final class ContactFold {
  private static final String MAIL = "mail.";

  private final FigureFold calls;
  private final TicketSums tickets;
  private final TreeMap<String, Long> mails = new TreeMap<>();

  public ContactFold() {
    this(new FigureFold(), new TicketSums());
  }

  private ContactFold(FigureFold calls, TicketSums tickets) {
    this.calls = calls;
    this.tickets = tickets;
  }

  /** Calls, with promises and dial-outs. */
  public FigureFold calls() {
    return calls;
  }

  TicketSums tickets() {
    return tickets;
  }

  /**
   * A mail came in.
   *
   * @param fate what became of it: created, joined, recorded and the like
   */
  void mail(String fate) {
    mails.merge(fate, 1L, Long::sum);
  }

  public ContactFold merge(ContactFold other) {
    calls.merge(other.calls);
    tickets.merge(other.tickets);
    other.mails.forEach((fate, n) -> mails.merge(fate, n, Long::sum));
    return this;
  }

  /** What has been folded so far; later additions do not touch it. */
  public Contacts contacts() {
    return new Contacts(calls.figures(), new TicketSums().merge(tickets), new TreeMap<>(mails));
  }

  /** The figures of calls, of tickets, and mails by what became of them. */
  public record Contacts(Figures calls, TicketSums tickets, SortedMap<String, Long> mails) {
    public long mailsSum() {
      return mails.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** All of it, to be kept. */
  public Kept kept() {
    Kept ofCalls = calls.kept();
    Kept ofTickets = tickets.kept();
    Map<String, Long> counts = new HashMap<>(ofCalls.counts());
    counts.putAll(ofTickets.counts());
    mails.forEach((fate, n) -> counts.put(MAIL + fate, n));
    Map<String, WaitHistogram.Kept> waits = new HashMap<>(ofCalls.waits());
    waits.putAll(ofTickets.waits());
    return new Kept(counts, waits);
  }

  /** What {@link #kept} gave, as a fold again. */
  public static ContactFold of(Kept kept) {
    ContactFold fold = new ContactFold(FigureFold.of(kept), TicketSums.of(kept));
    kept.counts()
        .forEach((name, n) -> {
          if (name.startsWith(MAIL)) {
            fold.mails.put(name.substring(MAIL.length()), n);
          }
        });
    return fold;
  }
}
