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
