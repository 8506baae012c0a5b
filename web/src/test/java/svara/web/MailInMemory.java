package svara.web;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import svara.engine.id.TicketNumber;
import svara.engine.port.KeptMails;
import svara.engine.port.MailIntake.Fate;
import svara.engine.port.MailIntake.Taken;
import svara.engine.port.Outbox;
import svara.engine.port.Page;

/** An outbox and a drawer of kept mails; pages are as long as they are asked to be. */
public final class MailInMemory implements Outbox, KeptMails {
  private static final Instant AT = Instant.parse("2026-03-10T08:00:00Z");

  private final List<OutboxRow> written = new ArrayList<>();
  private final Map<Long, Buffer> kept = new LinkedHashMap<>();

  /** A mail to somebody, that became what it did. */
  public synchronized void write(TicketNumber ticket, String recipient, String state) {
    written.add(row(written.size() + 1, ticket, recipient, state));
  }

  private static OutboxRow row(long id, TicketNumber ticket, String recipient, String state) {
    String words = state.equals("sent") ? "" : "550 no such user";
    return new OutboxRow(
        id, ticket, "reply", recipient, "Skrivaren", state, words, 1, AT, null, AT);
  }

  /** A mail that stands on no ticket. */
  public synchronized void keep(Buffer raw) {
    kept.put(kept.size() + 1L, raw);
  }

  private static <T> Page<T> page(List<T> all, String cursor, int limit) {
    int from = cursor == null ? 0 : Integer.parseInt(cursor);
    int to = Math.min(all.size(), from + limit);
    return new Page<>(
        all.subList(from, to), to < all.size() ? Optional.of("" + to) : Optional.empty());
  }

  @Override
  public synchronized Future<Page<OutboxRow>> written(String state, String cursor, int limit) {
    List<OutboxRow> rows =
        written.reversed().stream()
            .filter(row -> state == null || row.state().equals(state))
            .toList();
    try {
      return Future.succeededFuture(page(rows, cursor, limit));
    } catch (NumberFormatException e) {
      return Future.failedFuture(e);
    }
  }

  @Override
  public synchronized Future<Map<String, Long>> unsent() {
    long refused = written.stream().filter(row -> row.state().equals("refused")).count();
    return Future.succeededFuture(Map.of("refused", refused));
  }

  @Override
  public synchronized Future<Optional<TicketNumber>> again(long id, Instant at) {
    for (OutboxRow row : written) {
      if (row.id() == id && !row.state().equals("sent")) {
        written.set((int) id - 1, row(id, row.ticket(), row.recipient(), "waiting"));
        return Future.succeededFuture(Optional.of(row.ticket()));
      }
    }
    return Future.succeededFuture(Optional.empty());
  }

  @Override
  public synchronized Future<Page<KeptMail>> kept(boolean blocked, String cursor, int limit) {
    List<KeptMail> rows = new ArrayList<>();
    kept.keySet()
        .forEach(id ->
            rows.add(new KeptMail(id, "helpdesk", AT, "bo.ek@example.org", "Frånvaro", "robot")));
    return Future.succeededFuture(page(blocked ? List.of() : rows, cursor, limit));
  }

  @Override
  public synchronized Future<Count> count() {
    return Future.succeededFuture(new Count(kept.size(), 0));
  }

  @Override
  public synchronized Future<Optional<Buffer>> raw(long id) {
    return Future.succeededFuture(Optional.ofNullable(kept.get(id)));
  }

  /** It stays as long as nobody wants a ticket of it. */
  @Override
  public synchronized Future<Optional<Taken>> again(long id, boolean asTicket) {
    if (!kept.containsKey(id)) {
      return Future.succeededFuture(Optional.empty());
    }
    if (!asTicket) {
      return Future.succeededFuture(Optional.of(new Taken(null, Fate.KEPT, "robot")));
    }
    kept.remove(id);
    return Future.succeededFuture(
        Optional.of(new Taken(new TicketNumber(2026, 77), Fate.CREATED, "")));
  }
}
