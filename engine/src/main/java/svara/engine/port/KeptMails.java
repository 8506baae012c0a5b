package svara.engine.port;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.port.MailIntake.Taken;

/**
 * Mails that stand on no ticket: kept as they came, with the reason, until a person decides.
 * Futures fail with {@link StoreException}.
 */
public interface KeptMails {

  /**
   * Kept mails, the one that came last first.
   *
   * @param blocked those whose sender is blocked, or all the others
   * @param cursor of the page before, or null for the first
   * @param limit 1 to 200
   * @throws IllegalArgumentException in the future, when the cursor is not one that a page gave
   */
  Future<Page<KeptMail>> kept(boolean blocked, @Nullable String cursor, int limit);

  /**
   * Mails that lie in their mailboxes because they can not be taken; each is tried again when its
   * mailbox is opened anew.
   */
  default List<LeftMail> left() {
    return List.of();
  }

  /**
   * A mail that was not taken.
   *
   * @param reason why not
   */
  record LeftMail(String mailbox, String subject, long sizeBytes, String reason) {}

  /** How many there are. */
  Future<Count> count();

  /** The mail as it came, every byte; empty when there is no such kept mail. */
  Future<Optional<Buffer>> raw(long id);

  /**
   * Reads the mail once more and puts it where it belongs by the rules as they are now, which may
   * be where it is.
   *
   * @param asTicket whatever the rules say, a new ticket
   * @return empty when there is no such kept mail: somebody else was faster
   */
  Future<Optional<Taken>> again(long id, boolean asTicket);

  /**
   * A kept mail.
   *
   * @param from its sender's address, or empty
   * @param subject may be empty
   * @param reason why it was kept
   */
  record KeptMail(
      long id, String mailbox, Instant receivedAt, String from, String subject, String reason) {}

  record Count(long kept, long blocked) {}
}
