package svara.engine.mailbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.mail.IncomingMail;
import svara.engine.port.KeptMails;
import svara.engine.port.MailIntake;
import svara.engine.port.MailStore;
import svara.engine.port.Page;
import svara.engine.port.StoreException;

/** Reads each mail off the event loop and hands it to the store. */
public final class ReadMailIntake implements MailIntake, KeptMails {
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
    return read(raw)
        .compose(mail ->
            store
                .take(new MailStore.Arrived(box, raw, clock.instant(), mail))
                .recover(failure -> takeUnread(box, raw, failure)));
  }

  /** What the store refuses for what stands in it is taken all the same: nothing of it is read. */
  private Future<Taken> takeUnread(String box, Buffer raw, Throwable failure) {
    return failure instanceof StoreException store && store.kind() == StoreException.Kind.REFUSED
        ? this.store.take(
            new MailStore.Arrived(
                box,
                raw,
                clock.instant(),
                IncomingMail.unread("not to be stored: " + store.getMessage())))
        : Future.failedFuture(failure);
  }

  @Override
  public Future<Page<KeptMail>> kept(boolean blocked, @Nullable String cursor, int limit) {
    return store.kept(blocked, cursor, limit);
  }

  @Override
  public Future<Count> count() {
    return store.count();
  }

  @Override
  public Future<Optional<Buffer>> raw(long id) {
    return store.raw(id);
  }

  @Override
  public Future<Optional<Taken>> again(long id, boolean asTicket) {
    return store
        .raw(id)
        .compose(raw ->
            raw.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : read(raw.get())
                    .compose(mail -> store.again(id, mail, asTicket, clock.instant())));
  }

  private Future<IncomingMail> read(Buffer raw) {
    return vertx
        .executeBlocking(() -> reader.read(raw.getBytes()), false)
        .map(Objects::requireNonNull);
  }
}
