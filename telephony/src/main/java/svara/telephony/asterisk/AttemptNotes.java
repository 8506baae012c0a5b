package svara.telephony.asterisk;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;
import org.asteriskjava.manager.event.ManagerEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.id.CallbackId;
import svara.engine.port.CallbackPhones.Step;
import svara.engine.port.CallbackPhones.Trace;
import svara.engine.queue.AttemptResult;
import svara.engine.queue.CallerWish;

/**
 * The claims of callbacks' attempts in AstDB, with what came of them: {@code
 * svara-attempt/<callback>-<attempt> = 1|dialled|joined|ended|result|wish}.
 */
final class AttemptNotes {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptNotes.class);
  private static final String FAMILY = "svara-attempt";
  private static final int FIELDS = 6;

  private final AmiConnection ami;
  private final ExchangeClock clock;

  AttemptNotes(AmiConnection ami, ExchangeClock clock) {
    this.ami = ami;
    this.clock = clock;
  }

  /** The id of the technician's channel; the key of the claim, too. */
  static String channel(CallbackId callback, int attempt) {
    return callback + "-" + attempt;
  }

  /** Whether a channel is the technician's of a callback: no other Uniqueid begins so. */
  static boolean channelOfCallback(@Nullable String uniqueId) {
    return uniqueId != null && uniqueId.startsWith("cb-");
  }

  /**
   * A claim.
   *
   * @param result empty until it has ended
   */
  record Note(
      Instant dialledAt,
      Optional<Instant> joinedAt,
      Optional<Instant> endedAt,
      Optional<Step.Ended> result) {

    boolean ended() {
      return result.isPresent();
    }

    /** One without an end and without a channel has ended with the exchange that carried it. */
    Trace.Over over() {
      Step.Ended end =
          result.orElseGet(() ->
              new Step.Ended(
                  joinedAt.isPresent() ? AttemptResult.JOINED : AttemptResult.CONGESTION,
                  CallerWish.NONE));
      Instant last = endedAt.or(() -> joinedAt).orElse(dialledAt);
      return new Trace.Over(end.result(), end.wish(), dialledAt, joinedAt, last);
    }
  }

  Future<Optional<Note>> read(CallbackId callback, int attempt) {
    String key = channel(callback, attempt);
    // the function DB is out of the manager user's reach, this is not
    return ami.list(
            AmiAction.of("DBGetTree").with("Family", FAMILY).with("Key", key), DbTreeComplete.class)
        .recover(OutageNotes::none)
        .map(rows -> rows.isEmpty() ? Optional.empty() : note(key, rows.getFirst()));
  }

  /** The manager user may not delete rows, but may set the function that does. */
  Future<Void> forget(CallbackId callback, int attempt) {
    return ami.write("DB_DELETE(" + FAMILY + "/" + channel(callback, attempt) + ")", "x");
  }

  private Optional<Note> note(String key, ManagerEvent row) {
    String value = row instanceof DbTreeEntry entry ? String.valueOf(entry.getVal()) : "";
    String[] field = value.split("\\|", -1);
    if (field.length != FIELDS || !field[0].equals("1")) {
      // a claim that makes no sense is still a claim: never dial again on account of it
      LOG.atWarn().addKeyValue("attempt", key).log("a claim at the exchange makes no sense");
      return Optional.of(
          new Note(Instant.EPOCH, Optional.empty(), Optional.empty(), Optional.empty()));
    }
    return Optional.of(
        new Note(
            time(field[1]).orElse(Instant.EPOCH),
            time(field[2]),
            time(field[3]),
            field[4].isEmpty() ? Optional.empty() : Optional.of(end(field[4] + "-" + field[5]))));
  }

  private Optional<Instant> time(String seconds) {
    return Optional.ofNullable(ExchangeClock.parse(seconds)).map(clock::fromExchange);
  }

  /** {@code RESULT} or {@code RESULT-WISH} as the dialplan says it. */
  static Step.Ended end(String told) {
    int dash = told.indexOf('-');
    String result = dash < 0 ? told : told.substring(0, dash);
    String wish = dash < 0 ? "" : told.substring(dash + 1);
    try {
      return new Step.Ended(
          AttemptResult.valueOf(result),
          wish.isEmpty() ? CallerWish.NONE : CallerWish.valueOf(wish));
    } catch (IllegalArgumentException e) {
      LOG.atWarn().addKeyValue("result", told).log("an attempt ended in words not known here");
      return new Step.Ended(AttemptResult.CONGESTION, CallerWish.NONE);
    }
  }
}
