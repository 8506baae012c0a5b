package svara.engine.port;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import svara.engine.mail.IncomingMail;
import svara.engine.port.MailIntake.Taken;

/**
 * Where mails are kept as they came, with what became of them. Futures fail with {@link
 * StoreException}.
 */
public interface MailStore {

  /**
   * Keeps the mail and puts it on its ticket, old or new, in one transaction. The same mail again
   * (the same bytes, or the same Message-ID with the same sender, subject and text) is a duplicate
   * and leads to the ticket of the first.
   */
  Future<Taken> take(Arrived mail);

  /**
   * A mail with what could be read of it.
   *
   * @param mailbox that it came to
   * @param raw all of it
   */
  record Arrived(String mailbox, Buffer raw, Instant at, IncomingMail mail) {}
}
