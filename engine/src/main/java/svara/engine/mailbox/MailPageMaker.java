package svara.engine.mailbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.Objects;
import java.util.Optional;
import svara.engine.port.MailPages;

/**
 * Makes a mail's page each time it is asked for, off the event loop: what a newer sanitizer knows
 * also protects against older mail.
 */
public final class MailPageMaker implements MailPages {
  private final Vertx vertx;
  private final MailReader reader;

  /**
   * A maker.
   *
   * @param sizeBytesMax a bigger mail has no page
   */
  public MailPageMaker(Vertx vertx, int sizeBytesMax) {
    this.vertx = vertx;
    this.reader =
        new MailReader(sizeBytesMax, new MailParts.FileLimits(Integer.MAX_VALUE, sizeBytesMax));
  }

  @Override
  public Future<Optional<String>> of(Buffer raw) {
    return vertx
        .executeBlocking(() -> reader.page(raw.getBytes()), false)
        .map(Objects::requireNonNull);
  }
}
