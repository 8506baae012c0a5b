package svara.engine.port;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TicketNumber;

/** Takes one mail, as it came over the wire, and makes a ticket or part of one of it. */
public interface MailIntake {

  /**
   * Completes when what became of the mail is stored. Fails with {@link StoreException}, and then
   * the sender keeps the mail and tries again.
   *
   * @param mailbox the mailbox's name in the settings, or empty for the first
   * @param raw the whole message (RFC 5322), at most 30 MiB
   */
  Future<Taken> take(String mailbox, Buffer raw);

  /** The same for a mail from a mailbox, of which is known where it lay. */
  default Future<Taken> take(Fetched mail) {
    return take(mail.place().mailbox(), mail.raw());
  }

  /**
   * Begins a mail that is too large to be handed over at once; what is not taken within a day is
   * forgotten.
   *
   * @return what its pieces are kept under
   */
  default Future<Long> begin() {
    return Future.failedFuture(new IllegalStateException("no large mails here"));
  }

  /** Keeps a piece of a large mail, counted from 0. */
  default Future<Void> piece(long large, int number, Buffer bytes) {
    return Future.failedFuture(new IllegalStateException("no large mails here"));
  }

  /**
   * Where a mail lies; a server never gives one place to two mails (RFC 3501, 2.3.1.1).
   *
   * @param mailbox its name in the settings
   */
  record Place(String mailbox, long uidValidity, long uid) {}

  /**
   * A mail from a mailbox.
   *
   * @param raw all of it, or its beginning
   * @param sizeBytes of all of it
   * @param large what is kept of it elsewhere when raw is its beginning alone, or null
   */
  record Fetched(Place place, Buffer raw, long sizeBytes, @Nullable Large large) {}

  /**
   * A large mail.
   *
   * @param id that its pieces are kept under, or null where it was left in its mailbox
   * @param sha256 of all of it, or of what was read
   */
  record Large(@Nullable Long id, Buffer sha256) {}

  /**
   * What became of a mail.
   *
   * @param ticket on which it is, or null when it was only kept
   * @param reason why it was kept, or empty
   */
  record Taken(@Nullable TicketNumber ticket, Fate fate, String reason) {}

  /** What became of a mail. */
  enum Fate {
    CREATED,
    JOINED,
    /** On a ticket, but it reopens and answers nothing (a bounce, a vacation note). */
    RECORDED,
    /** Was taken before. */
    DUPLICATE,
    /** Kept as it came, with the reason; a person must look. */
    KEPT
  }
}
