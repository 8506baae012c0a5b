package svara.telephony.asterisk;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.asteriskjava.manager.event.ManagerEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.id.CallId;
import svara.engine.id.QueueId;
import svara.engine.port.OutageNote;
import svara.engine.queue.Outcome;

/**
 * Reads and removes what the dialplan noted in AstDB of calls that it served alone; the form stands
 * in {@code config/asterisk/README.md}.
 */
final class OutageNotes {
  private static final Logger LOG = LoggerFactory.getLogger(OutageNotes.class);
  private static final String FAMILY = "svara-notes";
  private static final int NOTES_MAX = 1000;
  private static final int FIELDS = 11;

  private final AmiConnection ami;
  private final PhoneBook phones;
  private final ExchangeClock clock;

  OutageNotes(AmiConnection ami, PhoneBook phones, ExchangeClock clock) {
    this.ami = ami;
    this.phones = phones;
    this.clock = clock;
  }

  /**
   * Of calls that have ended; a call without an end and without a channel died with the exchange.
   *
   * @param missing calls of which the exchange is asked besides whether they ended after a short
   *     talk
   */
  Future<List<OutageNote>> read(List<CallId> missing) {
    Future<List<ManagerEvent>> rows =
        ami.list(AmiAction.of("DBGetTree").with("Family", FAMILY), DbTreeComplete.class)
            .recover(OutageNotes::none);
    // channels after notes: a call that is noted as open and ends in between has a channel missing,
    // and is read as ended at the next reading
    return rows.compose(noted ->
        ExchangeList.read(ami, phones, clock)
            .map(list -> {
              List<OutageNote> notes = new ArrayList<>();
              for (ManagerEvent row : noted) {
                if (row instanceof DbTreeEntry entry && notes.size() < NOTES_MAX) {
                  String key = String.valueOf(entry.getKey());
                  note(key.substring(key.lastIndexOf('/') + 1), entry.getVal(), list)
                      .ifPresent(notes::add);
                }
              }
              return notes;
            })
            .compose(notes -> remembered(missing, notes)));
  }

  /** The dialplan keeps one short talk under the last two digits of its call's number. */
  private Future<List<OutageNote>> remembered(List<CallId> missing, List<OutageNote> notes) {
    Future<List<OutageNote>> all = Future.succeededFuture(notes);
    for (CallId call : missing) {
      String[] parts = call.value().split("\\.", -1);
      String serial = parts.length > 1 ? parts[1] : call.value();
      String slot = serial.substring(Math.max(0, serial.length() - 2));
      all =
          all.compose(others ->
              ami.read("SVARA_ENDED_" + slot)
                  .map(value -> {
                    String mine = call + "|";
                    if (value.startsWith(mine)) {
                      note(call.value(), value.substring(mine.length()), null)
                          .ifPresent(others::add);
                    }
                    return others;
                  }));
    }
    return all;
  }

  /** An empty family is answered as an error. */
  static Future<List<ManagerEvent>> none(Throwable why) {
    return String.valueOf(why.getMessage()).contains("not found")
        ? Future.succeededFuture(List.of())
        : Future.failedFuture(why);
  }

  /** The manager user may not delete rows, but may read the function that does. */
  Future<Void> forget(OutageNote note) {
    return ami.write("DB_DELETE(" + FAMILY + "/" + note.call() + ")", "x");
  }

  private Optional<OutageNote> note(
      String call, @Nullable String value, @Nullable ExchangeList list) {
    try {
      return read(new CallId(call), String.valueOf(value), list);
    } catch (IllegalArgumentException e) {
      LOG.atWarn().addKeyValue("call", call).log("a note of the exchange makes no sense");
      return Optional.empty();
    }
  }

  private Optional<OutageNote> read(CallId call, String value, @Nullable ExchangeList list) {
    String[] field = value.split("\\|", -1);
    if (field.length != FIELDS || !field[0].equals("1")) {
      throw new IllegalArgumentException("not a note of version 1");
    }
    Instant arrivedAt = time(field[5]).orElseThrow(IllegalArgumentException::new);
    boolean open = field[9].equals("open");
    if (open && list != null && list.has(call.value())) {
      return Optional.empty();
    }
    boolean full = field[9].equals("turned_away");
    return Optional.of(
        new OutageNote(
            call,
            new QueueId(field[1]),
            field[2],
            field[4].equals("1") ? "" : field[3],
            arrivedAt,
            time(field[6]),
            time(field[7]),
            time(field[8]).orElse(arrivedAt),
            outcome(field[9]),
            full,
            phones.at(field[10])));
  }

  private static Outcome outcome(String word) {
    return switch (word) {
      case "answered" -> Outcome.ANSWERED;
      case "abandoned" -> Outcome.ABANDONED;
      case "turned_away" -> Outcome.TURNED_AWAY;
      case "closed" -> Outcome.CLOSED;
      case "open" -> Outcome.FAILED;
      default -> throw new IllegalArgumentException("no outcome: " + word);
    };
  }

  private Optional<Instant> time(String seconds) {
    @Nullable Instant there = ExchangeClock.parse(seconds);
    return Optional.ofNullable(there).map(clock::fromExchange);
  }
}
