package svara.engine.mailbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.Objects;
import svara.engine.port.MailIntake;
import svara.engine.port.MailStore;

/** Reads each mail off the event loop and hands it to the store. */
public final class ReadMailIntake implements MailIntake {
  /** What the mailbox is called as long as the settings name none. */
  private static final String MAIN = "main";

  private static final int FILES_MAX = 100;

  private final Vertx vertx;
  private final MailStore store;
  private final MailReader reader;
  private final InstantSource clock;

  /** One that takes every usual number of files out of a mail. */
  public ReadMailIntake(Vertx vertx, MailStore store, int sizeBytesMax, InstantSource clock) {
    this(vertx, store, sizeBytesMax, FILES_MAX, sizeBytesMax, clock);
  }

  /**
   * An intake.
   *
   * @param sizeBytesMax of a bigger mail only the headers are read
   * @param filesMax so many files are taken out of a mail
   * @param fileBytesMax and none that is larger
   */
  public ReadMailIntake(
      Vertx vertx,
      MailStore store,
      int sizeBytesMax,
      int filesMax,
      int fileBytesMax,
      InstantSource clock) {
    this.vertx = vertx;
    this.store = store;
    this.reader = new MailReader(sizeBytesMax, new MailParts.FileLimits(filesMax, fileBytesMax));
    this.clock = clock;
  }

  @Override
  public Future<Taken> take(String mailbox, Buffer raw) {
    String box = mailbox.isEmpty() ? MAIN : mailbox;
    return vertx
        .executeBlocking(() -> reader.read(raw.getBytes()), false)
        .map(Objects::requireNonNull)
        .compose(mail -> store.take(new MailStore.Arrived(box, raw, clock.instant(), mail)));
  }
}
