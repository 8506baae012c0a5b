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

  private final Vertx vertx;
  private final MailStore store;
  private final MailReader reader;
  private final InstantSource clock;

  /**
   * An intake.
   *
   * @param sizeBytesMax a bigger mail is kept as it came and not read
   */
  public ReadMailIntake(Vertx vertx, MailStore store, int sizeBytesMax, InstantSource clock) {
    this.vertx = vertx;
    this.store = store;
    this.reader = new MailReader(sizeBytesMax);
    this.clock = clock;
  }

  @Override
  public Future<Taken> take(String mailbox, Buffer raw) {
    String box = mailbox.isEmpty() ? MAIN : mailbox;
    return vertx
        .executeBlocking(() -> reader.read(raw.getBytes()), false)
        .map(Objects::requireNonNull)
        .compose(content -> store.take(new MailStore.Arrived(box, raw, clock.instant(), content)));
  }
}
