package svara.engine.port;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TicketNumber;
import svara.engine.mail.OutgoingMail;
import svara.engine.mail.SendingPlan.Fate;

/**
 * Mails that wait to be sent. One sender has a mail at a time, and it stands in the store what was
 * begun, so that after a crash nobody has to guess. Futures fail with {@link StoreException}.
 */
public interface OutboxStore {

  /**
   * Puts a report into the outbox, once: a second one under the same Message-ID is none.
   *
   * @return false when it has been put there before, by whatever node
   */
  Future<Boolean> put(OutgoingMail report, Instant at);

  /**
   * The mail that has waited longest, for this sender alone.
   *
   * @param sender who sends: the node, a slash, and a name that no other run of it has had
   * @param at now; mails that are to be tried later are left alone
   * @param hold so long at most, by the store's own clock
   */
  Future<Optional<Claimed>> claim(String sender, Instant at, Duration hold);

  /**
   * Notes that the end of the mail is about to be handed to the server. From then on it counts as
   * perhaps sent.
   *
   * @return false when the mail is not this sender's any more; then it must not be handed over
   */
  Future<Boolean> handing(Claimed mail);

  /** What became of it; nothing when it is not this sender's any more. */
  Future<Boolean> settle(Claimed mail, Fate fate, Instant at);

  /**
   * Gives up what somebody had begun to hand over and never told the end of, and lets go of what
   * this node's earlier runs had only claimed.
   *
   * @param words why
   * @return the tickets of those given up
   */
  Future<List<TicketNumber>> settleAbandoned(String sender, String words, Instant at);

  /**
   * A mail that a sender has to itself.
   *
   * @param attempts made, this one included
   * @param ticket it stands on; null of a report
   */
  record Claimed(
      long id,
      String sender,
      int attempts,
      @Nullable TicketNumber ticket,
      Instant writtenAt,
      OutgoingMail mail) {}
}
