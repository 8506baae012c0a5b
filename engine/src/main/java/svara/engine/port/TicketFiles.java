package svara.engine.port;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TicketNumber;

/**
 * Files that stand on tickets, and their mails as they came. Futures fail with {@link
 * StoreException}; empty when that ticket has no such file or mail.
 */
public interface TicketFiles {

  /** What the file holds; empty also when it was too large to be taken out of its mail. */
  Future<Optional<TicketFile>> file(TicketNumber ticket, long id);

  /**
   * A mail as it came over the wire, every byte.
   *
   * @param entry of the ticket's timeline
   */
  Future<Optional<Buffer>> mail(TicketNumber ticket, long entry);

  /**
   * A mail's HTML as a page that does nothing and fetches nothing; its own pictures stand in it.
   *
   * @param entry of the ticket's timeline
   */
  Future<Optional<String>> page(TicketNumber ticket, long entry);

  /**
   * A file in a list.
   *
   * @param entry of the timeline that brought it, or null
   * @param kind {@code attached}, {@code inline} or {@code voice}
   * @param name safe to save under
   * @param reason why it can not be had, or empty
   */
  record FileRow(
      long id,
      @Nullable Long entry,
      String kind,
      String name,
      String mediaType,
      long sizeBytes,
      String reason) {}

  record TicketFile(String name, String mediaType, Buffer bytes) {}
}
