package svara.engine.port;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.mail.IncomingMail;
import svara.engine.port.KeptMails.Count;
import svara.engine.port.KeptMails.KeptMail;
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

  /** As {@link MailIntake#begin}. */
  Future<Long> begin();

  /** As {@link MailIntake#piece}. */
  Future<Void> piece(long large, int number, Buffer bytes);

  /**
   * Puts a mail that was kept where it belongs by the rules as they are now.
   *
   * @param mail what can be read of it now
   * @param asTicket whatever the rules say, a new ticket
   * @return empty when there is no such kept mail
   */
  Future<Optional<Taken>> again(long id, IncomingMail mail, boolean asTicket, Instant at);

  /** As {@link KeptMails#kept}. */
  Future<Page<KeptMail>> kept(boolean blocked, @Nullable String cursor, int limit);

  /** As {@link KeptMails#count}. */
  Future<Count> count();

  /** As {@link KeptMails#raw}. */
  Future<Optional<Buffer>> raw(long id);

  /**
   * A mail with what could be read of it.
   *
   * @param mailbox that it came to
   * @param place where it lay, or null when it came without a mailbox
   * @param raw all of it, or the beginning of a large one
   * @param large a large one, or null
   */
  record Arrived(
      String mailbox,
      MailIntake.@Nullable Place place,
      Buffer raw,
      MailIntake.@Nullable Large large,
      Instant at,
      IncomingMail mail) {}
}
